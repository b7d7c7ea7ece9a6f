import { recordId } from './record-id.ts';

export const renewalsRecordType = recordId('012', 1);
