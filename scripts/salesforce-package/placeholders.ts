/** What differs from org to org: `sf` puts the environment's values in while it deploys, the files stay as they are. */
interface Placeholder {
  text: string;
  /** the variable whose value stands there in the org */
  variable: string;
}

export const placeholders = {
  publicUrl: { text: 'https://gangway.example.com', variable: 'GANGWAY_PUBLIC_URL' },
  outboundToken: { text: 'OUTBOUND-TOKEN', variable: 'SALESFORCE_OUTBOUND_TOKEN' },
  integrationUser: { text: 'integration@gangway.invalid', variable: 'GANGWAY_INTEGRATION_USER' },
  contactEmail: { text: 'contact@gangway.invalid', variable: 'GANGWAY_CONTACT_EMAIL' },
} satisfies Record<string, Placeholder>;
