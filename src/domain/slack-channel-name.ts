/** Slack takes 80 characters; room is left for a number where a name is taken. */
const longest = 74;

/**
 * A channel's name as Slack takes it: lower case, no blanks, no signs but hyphens.
 * @param pattern of the playbook; `{account}` stands for the customer, `{onboarding}` for the onboarding
 * @param attempt 1 for the name itself; further ones are numbered
 */
export function slackChannelName(
  pattern: string,
  names: { account: string; onboarding: string },
  attempt: number,
): string {
  const filled = pattern.replaceAll('{account}', names.account).replaceAll('{onboarding}', names.onboarding);
  const name = filled
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{Ll}\p{Lo}\p{Nd}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
  const short = name.slice(0, longest).replace(/[\uD800-\uDBFF]$|-+$/, '') || 'onboarding';
  return attempt === 1 ? short : `${short}-${attempt}`;
}
