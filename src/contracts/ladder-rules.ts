/** What an editor of ladders shares with the server. */
export { noOwnLadders, saysNothing } from '../domain/own-ladders.ts';
