/**
 * What tells Gangway of a change: flows decide, outbound messages carry. They say which record, and no more: Gangway
 * reads it again. Only fields that people change start them, so that our own writes come back as nothing.
 */
import type { Flow, FlowActionCall, FlowStart } from '@salesforce/types/metadata';
import { defaultApiVersion } from '../../integrations/salesforce/api-version.ts';
import { type MetadataFile, metadataFile, type Written } from './metadata.ts';
import { placeholders } from './placeholders.ts';

const root = 'force-app/main/default';
const apiVersion = Number(defaultApiVersion);
const message = 'Gangway';
const at = (locationX: number, locationY: number) => ({ locationX, locationY });

/** as HubSpot's webhook is subscribed, by Salesforce's names */
const toldFields = ['AccountId', 'Amount', 'CloseDate', 'Name', 'OwnerId', 'StageName', 'Type'];

const changed = (fields: string[]): string => `OR(${fields.map((name) => `ISCHANGED({!$Record.${name}})`).join(', ')})`;

const flow = (
  name: string,
  content: Pick<Written<Flow>, 'label' | 'description'> & {
    start: Omit<Written<FlowStart>, 'locationX' | 'locationY' | 'connector'>;
    actionCalls?: Written<FlowActionCall>[];
    recordUpdates?: Written<Flow>['recordUpdates'];
  },
): MetadataFile => {
  const [first] = [...(content.actionCalls ?? []), ...(content.recordUpdates ?? [])];
  return metadataFile('Flow', `${root}/flows/${name}.flow-meta.xml`, {
    ...content,
    apiVersion,
    environments: ['Default'],
    interviewLabel: `${content.label} {!$Flow.CurrentDateTime}`,
    processMetadataValues: [
      { name: 'BuilderType', value: { stringValue: 'LightningFlowBuilder' } },
      { name: 'CanvasMode', value: { stringValue: 'AUTO_LAYOUT_CANVAS' } },
    ],
    processType: 'AutoLaunchedFlow',
    // a person's saving or deleting must not fail because of us: what went wrong ends the flow and nothing else
    assignments: [
      {
        ...at(440, 431),
        name: fault,
        label: 'Leave it to reconcile',
        assignmentItems: [{ assignToReference: isTold, operator: 'Assign', value: { booleanValue: false } }],
      },
    ],
    variables: [
      {
        name: isTold,
        dataType: 'Boolean',
        isCollection: false,
        isInput: false,
        isOutput: false,
        value: { booleanValue: true },
      },
    ],
    start: { ...at(50, 0), ...content.start, connector: { targetReference: first?.name ?? '' } },
    status: 'Active',
  });
};
const fault = 'Leave_It_To_Reconcile';
const isTold = 'isTold';
const faultConnector = { targetReference: fault };

const send = (object: string): Written<FlowActionCall> => ({
  ...at(176, 323),
  name: 'Tell_Gangway',
  label: 'Tell Gangway',
  actionName: `${object}.${message}`,
  actionType: 'outboundMessage',
  faultConnector,
  flowTransactionModel: 'CurrentTransaction',
  nameSegment: `${object}.${message}`,
});

const outboundMessage = (object: string, fields: string[]): MetadataFile =>
  metadataFile('Workflow', `${root}/workflows/${object}.workflow-meta.xml`, {
    outboundMessages: [
      {
        fullName: message,
        apiVersion,
        description: 'Tells Gangway which record changed',
        endpointUrl: `${placeholders.publicUrl.text}/webhooks/salesforce/${placeholders.outboundToken.text}`,
        fields,
        includeSessionId: false,
        integrationUser: placeholders.integrationUser.text,
        name: message,
        protected: false,
        useDeadLetterQueue: false,
      },
    ],
  });

export const flowFiles = (): MetadataFile[] => [
  outboundMessage('Opportunity', ['Id', 'IsWon', 'SystemModstamp']),
  outboundMessage('Onboarding__c', ['Deleted_Opportunity_Id__c', 'Id', 'SystemModstamp']),
  flow('Gangway_Opportunity_Changed', {
    label: 'Gangway: opportunity changed',
    description: 'Won, reopened, or changed in what an onboarding depends on',
    start: {
      filterFormula: changed(toldFields),
      object: 'Opportunity',
      recordTriggerType: 'Update',
      triggerType: 'RecordAfterSave',
    },
    actionCalls: [send('Opportunity')],
  }),
  // in a flow that also runs at creation, ISCHANGED is refused
  flow('Gangway_Opportunity_Created_Won', {
    label: 'Gangway: opportunity created as won',
    start: {
      filterLogic: 'and',
      filters: [{ field: 'IsWon', operator: 'EqualTo', value: { booleanValue: true } }],
      object: 'Opportunity',
      recordTriggerType: 'Create',
      triggerType: 'RecordAfterSave',
    },
    actionCalls: [send('Opportunity')],
  }),
  // a flow before a deletion cannot send a message, and after it the record is gone
  flow('Gangway_Opportunity_Deleted', {
    label: 'Gangway: opportunity deleted',
    description: 'Writes it on the onboarding, whose own flow tells Gangway. Undeleting starts no flow.',
    start: { object: 'Opportunity', recordTriggerType: 'Delete', triggerType: 'RecordBeforeDelete' },
    recordUpdates: [
      {
        ...at(176, 323),
        name: 'Note_On_Onboarding',
        label: 'Note on the onboarding',
        faultConnector,
        filterLogic: 'and',
        filters: [{ field: 'Opportunity__c', operator: 'EqualTo', value: { elementReference: '$Record.Id' } }],
        inputAssignments: [
          { field: 'Deleted_Opportunity_Id__c', value: { elementReference: '$Record.Id' } },
          { field: 'Opportunity_Deleted_At__c', value: { elementReference: '$Flow.CurrentDateTime' } },
        ],
        object: 'Onboarding__c',
      },
    ],
  }),
  flow('Gangway_Onboarding_Lost_Opportunity', {
    label: 'Gangway: an onboarding lost its opportunity',
    start: {
      filterFormula: changed(['Opportunity_Deleted_At__c']),
      object: 'Onboarding__c',
      recordTriggerType: 'Update',
      triggerType: 'RecordAfterSave',
    },
    actionCalls: [send('Onboarding__c')],
  }),
];
