/** Of REST, of the package's metadata and of its outbound messages. jsforce would take 50.0 by itself. */
export const defaultApiVersion = '66.0';
