import { isIPv4, isIPv6 } from 'node:net';

const mappedIPv4 = /^::ffff:(?=\d+\.)/i;

/** The network that an address belongs to, /24 or /48: one household or company has many addresses of it. */
export function networkOf(ip: string): string {
  const address = ip.replace(mappedIPv4, '');
  if (isIPv4(address)) return address.split('.').slice(0, 3).join('.');
  if (!isIPv6(address)) return address;
  const [before = '', after] = address.toLowerCase().split('::');
  const groups = before === '' ? [] : before.split(':');
  const behind = after === undefined || after === '' ? [] : after.split(':');
  const zeros = after === undefined ? 0 : 8 - groups.length - behind.length;
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...behind]
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
