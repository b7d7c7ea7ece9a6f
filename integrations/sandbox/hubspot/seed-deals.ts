import { createSandboxDealSchema } from '../../../src/contracts/sandbox/hubspot.ts';
import { addDeal } from './deal-input.ts';
import type { Portal } from './portal.ts';

const inDays = (days: number, from: Date): string =>
  new Date(from.getTime() + days * 86_400_000).toISOString().slice(0, 10);

type Draft = Record<string, unknown> & { name: string };

/** A dozen deals: ready ones, and one each for what goes wrong in real accounts. */
export function seedDeals(portal: Portal, today: Date): void {
  const [priya = '', tom = '', lucia = '', marcus = ''] = portal.state.owners.map((owner) => owner.id);
  const handoff = (term: number, goLiveInDays: number, purchasedFor: string, success: string, notes: string) => ({
    contract_term_months: String(term),
    contract_start_date: inDays(0, today),
    wished_go_live: inDays(goLiveInDays, today),
    purchased_for: purchasedFor,
    success_criteria: success,
    implementation_notes: notes,
  });
  const drafts: Draft[] = [
    {
      name: 'Harbor & Pine – Growth plan',
      ownerId: priya,
      stage: 'Contract sent',
      properties: {
        segment: 'mid_market',
        region: 'NA',
        ...handoff(
          24,
          45,
          'One place for orders from three shops',
          'All three shops live, order errors below 1 %',
          'Shopify Plus and NetSuite; single sign-on by Okta',
        ),
      },
      company: {
        name: 'Harbor & Pine',
        domain: 'harborandpine.example',
        country: 'United States',
        timezone: 'America/New_York',
        industry: 'Retail',
        employees: 240,
      },
      contacts: [
        {
          email: 'dana.whitfield@harborandpine.example',
          firstName: 'Dana',
          lastName: 'Whitfield',
          jobTitle: 'Director of Operations',
          timezone: 'America/New_York',
          label: 'Project lead',
        },
        {
          email: 'oscar.lindqvist@harborandpine.example',
          firstName: 'Oscar',
          lastName: 'Lindqvist',
          jobTitle: 'COO',
          timezone: 'America/New_York',
          label: 'Executive sponsor',
        },
        {
          email: 'mei.tan@harborandpine.example',
          firstName: 'Mei',
          lastName: 'Tan',
          jobTitle: 'IT Manager',
          timezone: 'America/Chicago',
          label: 'Technical',
        },
      ],
      lineItems: [
        { name: 'Growth plan', sku: 'GROWTH', quantity: 60, price: 420, termMonths: 24 },
        { name: 'Guided onboarding', sku: 'ONB-STD', quantity: 1, price: 4_800 },
      ],
      notes: [
        'Dana runs the project. They switch off the old tool at the end of the quarter, so the date matters to her.',
      ],
    },
    {
      name: 'Aldermoor Insurance – Enterprise',
      ownerId: tom,
      stage: 'Contract sent',
      properties: {
        segment: 'enterprise',
        region: 'EMEA',
        ...handoff(
          36,
          120,
          'Claims intake over five systems',
          'Claims cycle 30 % shorter within two quarters',
          'Guidewire, SAP, Azure AD; security review needed; partner Kestrel Consulting builds the SAP side',
        ),
        implementation_partner: 'Kestrel Consulting, Paul Kestrel',
        systems_in_scope: 'Guidewire ClaimCenter, SAP S/4HANA, Azure AD, Snowflake',
        security_requirements: 'ISO 27001 questionnaire, penetration test report, data in the EU',
      },
      company: {
        name: 'Aldermoor Insurance',
        domain: 'aldermoor.example',
        country: 'United Kingdom',
        timezone: 'Europe/London',
        industry: 'Insurance',
        employees: 5_200,
      },
      contacts: [
        {
          email: 'hannah.osei@aldermoor.example',
          firstName: 'Hannah',
          lastName: 'Osei',
          jobTitle: 'Programme Manager',
          timezone: 'Europe/London',
          label: 'Project lead',
        },
        {
          email: 'graham.pike@aldermoor.example',
          firstName: 'Graham',
          lastName: 'Pike',
          jobTitle: 'Chief Claims Officer',
          timezone: 'Europe/London',
          label: 'Executive sponsor',
        },
        {
          email: 'ines.duarte@aldermoor.example',
          firstName: 'Inês',
          lastName: 'Duarte',
          jobTitle: 'Head of IT Integration',
          timezone: 'Europe/Lisbon',
          language: 'pt',
          label: 'Technical',
        },
        {
          email: 'samir.rao@aldermoor.example',
          firstName: 'Samir',
          lastName: 'Rao',
          jobTitle: 'Information Security',
          timezone: 'Europe/London',
          label: 'Security',
        },
        {
          email: 'paul.kestrel@kestrel-consulting.example',
          firstName: 'Paul',
          lastName: 'Kestrel',
          jobTitle: 'Partner',
          timezone: 'Europe/London',
          label: 'Implementation partner',
        },
      ],
      lineItems: [
        { name: 'Enterprise plan', sku: 'ENT', quantity: 400, price: 690, termMonths: 36 },
        { name: 'SAP connector', sku: 'CON-SAP', quantity: 1, price: 24_000, termMonths: 36 },
        { name: 'Data migration', sku: 'SVC-MIG', quantity: 1, price: 38_000 },
        { name: 'Enterprise onboarding', sku: 'ONB-ENT', quantity: 1, price: 60_000 },
      ],
      notes: [
        'Security review starts in week one, their questionnaire has 180 questions.',
        'Graham told the board they are live before the claims season in October.',
      ],
    },
    {
      name: 'Kestrel Dental Group – Growth plan',
      ownerId: lucia,
      stage: 'Solution fit',
      properties: {
        segment: 'mid_market',
        region: 'EMEA',
        contract_term_months: '12',
        purchased_for: 'Patient intake for 14 practices',
      },
      company: {
        name: 'Kestrel Dental Group',
        domain: 'kestreldental.example',
        country: 'Germany',
        timezone: 'Europe/Berlin',
        industry: 'Health care',
        employees: 310,
      },
      contacts: [
        {
          email: 'jonas.weber@kestreldental.example',
          firstName: 'Jonas',
          lastName: 'Weber',
          jobTitle: 'Leiter Organisation',
          timezone: 'Europe/Berlin',
          language: 'de',
          label: 'Project lead',
        },
      ],
      lineItems: [{ name: 'Growth plan', sku: 'GROWTH', quantity: 45, price: 420, termMonths: 12 }],
    },
    {
      name: 'Fjordline Ferries – Growth plan',
      ownerId: tom,
      stage: 'Contract sent',
      properties: {
        segment: 'mid_market',
        region: 'EMEA',
        ...handoff(24, 60, 'Crew scheduling', 'Rosters published a week earlier', 'Excel today, no other system'),
      },
      company: {
        name: 'Fjordline Ferries',
        domain: 'fjordline.example',
        country: 'Norway',
        timezone: 'Europe/Oslo',
        industry: 'Transport',
        employees: 180,
      },
      contacts: [],
      lineItems: [{ name: 'Growth plan', sku: 'GROWTH', quantity: 30, price: 420, termMonths: 24 }],
    },
    {
      name: 'Himal Outfitters – Growth plan',
      ownerId: priya,
      stage: 'Contract sent',
      properties: {
        segment: 'mid_market',
        region: 'APAC',
        ...handoff(12, 50, 'Wholesale orders', 'First wholesale customer ordering by themselves', 'WooCommerce'),
      },
      company: {
        name: 'Himal Outfitters',
        domain: 'himal.example',
        country: 'Nepal',
        timezone: 'Asia/Kathmandu',
        industry: 'Apparel',
        employees: 75,
      },
      contacts: [
        {
          email: 'asha.gurung@himal.example',
          firstName: 'Asha',
          lastName: 'Gurung',
          jobTitle: 'Operations',
          timezone: 'Asia/Kathmandu',
          label: 'Project lead',
        },
      ],
      lineItems: [{ name: 'Growth plan', sku: 'GROWTH', quantity: 20, price: 380, termMonths: 12 }],
    },
    {
      name: 'Solveig Energy – Enterprise',
      ownerId: lucia,
      stage: 'Contract sent',
      properties: {
        segment: 'enterprise',
        region: 'EMEA',
        ...handoff(
          36,
          150,
          'Field service for wind parks',
          'Technicians close visits on site',
          'Maximo and Salesforce Field Service',
        ),
        systems_in_scope: 'Maximo, Salesforce Field Service, Azure AD',
        security_requirements: 'NIS2 self-assessment',
      },
      company: {
        name: 'Solveig Energy',
        domain: 'solveig.example',
        country: 'Denmark',
        timezone: 'Mars/Olympus',
        industry: 'Energy',
        employees: 2_900,
      },
      contacts: [
        {
          email: 'freja.holm@solveig.example',
          firstName: 'Freja',
          lastName: 'Holm',
          jobTitle: 'Head of Field Operations',
          timezone: 'Mars/Olympus',
          label: 'Project lead',
        },
      ],
      lineItems: [{ name: 'Enterprise plan', sku: 'ENT', quantity: 220, price: 690, termMonths: 36 }],
    },
    {
      name: 'Bluebird Logistics – Renewal 2026',
      ownerId: priya,
      pipeline: 'Renewals',
      stage: 'In negotiation',
      properties: { dealtype: 'renewal', segment: 'mid_market', region: 'NA', contract_term_months: '12' },
      company: {
        name: 'Bluebird Logistics',
        domain: 'bluebird.example',
        country: 'United States',
        timezone: 'America/Denver',
        industry: 'Logistics',
        employees: 420,
      },
      contacts: [
        {
          email: 'carla.reyes@bluebird.example',
          firstName: 'Carla',
          lastName: 'Reyes',
          jobTitle: 'VP Operations',
          timezone: 'America/Denver',
        },
      ],
      lineItems: [{ name: 'Growth plan', sku: 'GROWTH', quantity: 80, price: 400, termMonths: 12 }],
    },
    {
      name: 'Maple Ridge Schools – extra seats',
      ownerId: tom,
      stage: 'Contract sent',
      properties: { dealtype: 'upsell', segment: 'smb', region: 'NA' },
      company: {
        name: 'Maple Ridge Schools',
        domain: 'mapleridge.example',
        country: 'Canada',
        timezone: 'America/Toronto',
        industry: 'Education',
        employees: 900,
      },
      contacts: [
        {
          email: 'noah.tremblay@mapleridge.example',
          firstName: 'Noah',
          lastName: 'Tremblay',
          jobTitle: 'IT Coordinator',
          timezone: 'America/Toronto',
          language: 'fr',
        },
      ],
      lineItems: [{ name: 'Additional seats', sku: 'SEAT', quantity: 25, price: 300, termMonths: 12 }],
    },
    {
      name: 'Tsukimi Foods – Growth plan',
      ownerId: lucia,
      stage: 'Qualified',
      properties: {
        segment: 'mid_market',
        region: 'APAC',
        deal_currency_code: 'JPY',
        amount: '4200000',
        ...handoff(24, 70, 'Supplier portal', '80 suppliers onboarded', 'Own ERP, CSV exports'),
      },
      company: {
        name: 'Tsukimi Foods',
        domain: 'tsukimi.example',
        country: 'Japan',
        timezone: 'Asia/Tokyo',
        industry: 'Food',
        employees: 650,
      },
      contacts: [
        {
          email: 'yuki.sato@tsukimi.example',
          firstName: 'Yuki',
          lastName: 'Sato',
          jobTitle: 'Procurement Lead',
          timezone: 'Asia/Tokyo',
          label: 'Project lead',
        },
      ],
      lineItems: [{ name: 'Growth plan', sku: 'GROWTH', quantity: 50, price: 84_000, termMonths: 24 }],
    },
    {
      name: 'Casa Verde Hotels – Pilot',
      ownerId: priya,
      stage: 'Contract sent',
      properties: { dealtype: 'pilot', segment: 'smb', region: 'LATAM' },
      company: {
        name: 'Casa Verde Hotels',
        domain: 'casaverde.example',
        country: 'Mexico',
        timezone: 'America/Mexico_City',
        industry: 'Hospitality',
        employees: 60,
      },
      contacts: [
        {
          email: 'elena.cruz@casaverde.example',
          firstName: 'Elena',
          lastName: 'Cruz',
          jobTitle: 'General Manager',
          timezone: 'America/Mexico_City',
          language: 'es',
        },
      ],
      lineItems: [{ name: 'Pilot', sku: 'PILOT', quantity: 1, price: 1_500 }],
    },
    {
      name: 'Quarry Street Law – Growth plan',
      stage: 'Contract sent',
      properties: {
        segment: 'mid_market',
        region: 'NA',
        ...handoff(12, 40, 'Client intake', 'New matters opened within a day', 'Clio'),
      },
      company: {
        name: 'Quarry Street Law',
        domain: 'quarrystreet.example',
        country: 'United States',
        timezone: 'America/Los_Angeles',
        industry: 'Legal',
        employees: 95,
      },
      contacts: [
        {
          email: 'ruth.adler@quarrystreet.example',
          firstName: 'Ruth',
          lastName: 'Adler',
          jobTitle: 'Managing Partner',
          timezone: 'America/Los_Angeles',
          label: 'Project lead',
        },
      ],
      lineItems: [{ name: 'Growth plan', sku: 'GROWTH', quantity: 25, price: 420, termMonths: 12 }],
    },
    {
      name: 'Lumen Robotics – Enterprise',
      ownerId: priya,
      stage: 'Solution fit',
      properties: {
        segment: 'enterprise',
        region: 'NA',
        ...handoff(36, 100, 'Service parts', 'Parts orders without email', 'SAP S/4HANA, Workday'),
      },
      company: {
        name: 'Lumen Robotics',
        domain: 'lumenrobotics.example',
        country: 'United States',
        timezone: 'America/Phoenix',
        industry: 'Manufacturing',
        employees: 1_800,
      },
      contacts: [
        {
          email: 'vikram.shah@lumenrobotics.example',
          firstName: 'Vikram',
          lastName: 'Shah',
          jobTitle: 'Director Service',
          timezone: 'America/Phoenix',
          label: 'Project lead',
        },
        {
          email: 'joan.mercer@lumenrobotics.example',
          firstName: 'Joan',
          lastName: 'Mercer',
          jobTitle: 'CIO',
          timezone: 'America/Phoenix',
          label: 'Executive sponsor',
        },
      ],
      lineItems: [
        { name: 'Enterprise plan', sku: 'ENT', quantity: 150, price: 690, termMonths: 36 },
        { name: 'SAP connector', sku: 'CON-SAP', quantity: 1, price: 24_000, termMonths: 36 },
      ],
    },
  ];
  const deals = drafts.map((draft) =>
    addDeal(portal, createSandboxDealSchema.parse(draft), { changeSource: 'CRM_UI', sourceId: 'userId:9100200' }),
  );
  // one deal still belongs to somebody who has left
  const ofSomebodyGone = deals[7];
  if (ofSomebodyGone) ofSomebodyGone.properties['hubspot_owner_id'] = marcus;
}
