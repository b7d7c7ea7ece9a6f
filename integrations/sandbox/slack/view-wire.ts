/** A view as Slack tells it, with what the app did not say of it. */
import { bot, type SlackView } from './state.ts';

export const viewWire = ({ id, hash, view }: SlackView, values: Record<string, Record<string, object>> = {}) => ({
  private_metadata: '',
  callback_id: '',
  external_id: '',
  clear_on_close: false,
  notify_on_close: false,
  close: null,
  submit: null,
  ...view,
  id,
  hash,
  state: { values },
  root_view_id: id,
  previous_view_id: null,
  team_id: bot.team_id,
  app_id: bot.app_id,
  app_installed_team_id: bot.team_id,
  bot_id: bot.bot_id,
});
