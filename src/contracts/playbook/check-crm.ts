/** Where a playbook may not write, whichever CRM it will be used with; the rest is seen when the CRM is asked. */
import { crmStageField } from '../../domain/mapping/model.ts';
import { type Place, whyNotWritten } from '../../domain/mapping/told-by-crm.ts';
import type { CrmBlock } from './crm-block.ts';
import { entriesOf } from './entries.ts';
import type { Path, Report } from './references.ts';

const checkPlace = (place: Place, path: Path, report: Report): void => {
  const refusal = whyNotWritten(place);
  if (refusal) report(path, `${place.object}.${place.field}: ${refusal.problem}. ${refusal.remedy}`);
};

export const checkCrm = ({ fields, stages }: CrmBlock, report: Report): void => {
  for (const [ours, ways] of entriesOf(fields))
    for (const { to, both } of ways) {
      const place = to ?? both;
      if (place) checkPlace(place, ['crm', 'fields', ours], report);
    }
  const list = stages?.field?.slice('deal.'.length) ?? crmStageField;
  if (list !== crmStageField) checkPlace({ object: 'deal', field: list }, ['crm', 'stages'], report);
};
