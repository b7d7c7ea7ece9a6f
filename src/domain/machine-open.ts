/** Programs that load a mail's images without its reader: Apple's relay names no program, others name themselves. */
const machines =
  /^(mozilla\/5\.0)?$|googleimageproxy|yahoomailproxy|barracuda|mimecast|proofpoint|bot\b|crawl|spider|scan|curl|wget|python|go-http-client|okhttp|java\//i;

/**
 * Whether an open is a machine's, by its user agent. It is a guess and must stay one: nothing may be decided by it.
 * @param userAgent as sent; null: none
 */
export const isMachineAgent = (userAgent: string | null): boolean => machines.test((userAgent ?? '').trim());
