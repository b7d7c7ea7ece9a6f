/**
 * Where an answer to one of our mails goes: the inbound mailbox's address with a signed tag that names the message, and
 * with it its reader and tasks, or one onboarding. Lower case throughout and at most 64 characters before the @ (RFC 5321),
 * because servers may fold case. Real time: a token is no business date.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export type ReplyTarget = { kind: 'message'; messageId: string } | { kind: 'onboarding'; onboardingId: string };
export type ReplyToken = { target: ReplyTarget; isExpired: boolean };

const lifeDays = 90;
const dayMs = 86_400_000;
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const tagShape = /\+([mo])([a-z2-7]{26})([a-z2-7]{4})\.([a-z2-7]{16})@/;

export interface ReplyKeys {
  /** the inbound address: reply@in.vendor.example */
  address: string;
  secret: string;
}

/** Expires 90 days after `now`; an onboarding's address stays as long as the onboarding. */
export function makeReplyAddress(target: ReplyTarget, { address, secret }: ReplyKeys, now: Date): string {
  const lastDay = target.kind === 'message' ? Math.floor(now.getTime() / dayMs) + lifeDays : 0;
  const id = target.kind === 'message' ? target.messageId : target.onboardingId;
  const payload = `${target.kind === 'message' ? 'm' : 'o'}${base32(BigInt(`0x${id.replaceAll('-', '')}`), 26)}${base32(BigInt(lastDay), 4)}`;
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}+${payload}.${sign(payload, secret)}${address.slice(at)}`.toLowerCase();
}

/** Null: the address carries no tag that we made. */
export function readReplyAddress(address: string, secret: string, now: Date): ReplyToken | null {
  const [, kind = '', letters = '', day = '', given = ''] = tagShape.exec(address.trim().toLowerCase()) ?? [];
  if (given === '') return null;
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(sign(`${kind}${letters}${day}`, secret)))) return null;
  const hex = fromBase32(letters).toString(16).padStart(32, '0');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (kind === 'o') return { target: { kind: 'onboarding', onboardingId: id }, isExpired: false };
  return {
    target: { kind: 'message', messageId: id },
    isExpired: (Number(fromBase32(day)) + 1) * dayMs <= now.getTime(),
  };
}

/** 80 bits of HMAC-SHA256. */
function sign(payload: string, secret: string): string {
  const digest = createHmac('sha256', secret).update(`reply address\n${payload}`).digest();
  return base32(BigInt(`0x${digest.subarray(0, 10).toString('hex')}`), 16);
}

const base32 = (value: bigint, length: number): string =>
  Array.from({ length }, (_, index) => alphabet[Number((value >> BigInt((length - 1 - index) * 5)) & 31n)]).join('');
const fromBase32 = (text: string): bigint =>
  text.split('').reduce((sum, letter) => sum * 32n + BigInt(alphabet.indexOf(letter)), 0n);
