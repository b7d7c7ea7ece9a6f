import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { apiKeysQuery, keys } from '../../api/queries.ts';
import { sayProblem } from '../../api/use-command.ts';
import type { ApiKeyView } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { useClock } from '../../ui/clock.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { addDays } from '../../ui/dates.ts';
import { Dialog, FormDialog } from '../../ui/dialog.tsx';
import { CheckField, TextField } from '../../ui/field.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { say } from '../../ui/toast.tsx';

type Scope = ApiKeyView['scopes'][number];
const scopes: readonly { key: Scope; words: string }[] = [
  { key: 'read', words: 'Read' },
  { key: 'write', words: 'Write, which includes reading: everything a manager may do but approve' },
  { key: 'admin', words: 'Administer people and connections, which includes writing' },
];

export function ApiKeys() {
  const query = useQuery(apiKeysQuery);
  const queries = useQueryClient();
  const [isMaking, setIsMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: keys.apiKeys });
  const revoke = async (id: string) => {
    await write('revokeApiKey', 'DELETE', `/api-keys/${id}`);
    say('Revoked; it works no more');
    await again();
  };
  const make = (
    <Button look="primary" icon="plus" onPress={() => setIsMaking(true)}>
      Make a key
    </Button>
  );
  return (
    <>
      <div className="toolbar">
        <span className="soft">
          For programs. The API is described at <a href="/api/docs">/api/docs</a>.
        </span>
        <span className="toolbar-end">{make}</span>
      </div>
      <QueryView query={query} skeleton={<BoneRows rows={3} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="lock" title="No API keys yet">
              A key lets a program do what the screens do, within its scopes.
            </EmptyState>
          ) : (
            <Table
              label="API keys"
              rows={items}
              rowKey={({ id }) => id}
              isMuted={({ revokedAt, isOrphaned }) => revokedAt !== null || isOrphaned}
              columns={[
                {
                  key: 'name',
                  head: 'Name',
                  cell: ({ name, prefix }) => (
                    <>
                      <span className="strong">{name}</span>
                      <span className="cell-sub">
                        <code>{prefix}…</code>
                      </span>
                    </>
                  ),
                },
                { key: 'scopes', head: 'May', cell: (key) => key.scopes.join(', ') },
                { key: 'maker', head: 'Made by', cell: ({ createdBy }) => createdBy },
                {
                  key: 'used',
                  head: 'Last used',
                  cell: ({ lastUsedAt }) => <InstantText at={lastUsedAt} none="Never" isReal />,
                },
                {
                  key: 'expires',
                  head: 'Expires',
                  cell: ({ expiresAt, revokedAt, isOrphaned, createdBy }) =>
                    revokedAt ? (
                      <>
                        Revoked <InstantText at={revokedAt} isReal />
                      </>
                    ) : isOrphaned ? (
                      `Works no more: ${createdBy} is no administrator now`
                    ) : (
                      <InstantText at={expiresAt} none="Never" isReal />
                    ),
                },
                {
                  key: 'act',
                  head: '',
                  isNumber: true,
                  cell: (key) =>
                    !key.revokedAt && (
                      <Button size="small" look="danger" onPress={() => setRevoking(key)}>
                        Revoke
                      </Button>
                    ),
                },
              ]}
            />
          )
        }
      </QueryView>
      {isMaking && (
        <MakeKey
          onClose={() => setIsMaking(false)}
          onMade={(made) => {
            setSecret(made);
            void again();
          }}
        />
      )}
      {revoking && (
        <FormDialog
          title={`Revoke ${revoking.name}?`}
          verb="Revoke"
          isDanger
          onClose={() => setRevoking(null)}
          onSubmit={() => revoke(revoking.id)}
        >
          <p>Programs that use it are refused at once. This cannot be taken back.</p>
        </FormDialog>
      )}
      {secret && <NewSecret secret={secret} onClose={() => setSecret(null)} />}
    </>
  );
}

function MakeKey({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const { today } = useClock();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<Scope[]>(['read']);
  const [expiresOn, setExpiresOn] = useState<string | null>(addDays(today, 365));
  const make = async () => {
    const { secret } = await write('createApiKey', 'POST', '/api-keys', {
      name,
      scopes: chosen,
      expiresOn: expiresOn ?? undefined,
    });
    onMade(secret);
  };
  return (
    <FormDialog
      title="Make an API key"
      verb="Make the key"
      onClose={onClose}
      onSubmit={make}
      isIncomplete={name.trim() === '' || chosen.length === 0}
    >
      <TextField
        label="Name"
        isRequired
        value={name}
        onChange={setName}
        placeholder="Data warehouse"
        help="What it is for."
      />
      {scopes.map(({ key, words }) => (
        <CheckField
          key={key}
          isSelected={chosen.includes(key)}
          onChange={(isOn) => setChosen((before) => (isOn ? [...before, key] : before.filter((each) => each !== key)))}
        >
          {words}
        </CheckField>
      ))}
      <DateField
        label="Expires on"
        isRequired={false}
        value={expiresOn}
        onChange={setExpiresOn}
        min={addDays(today, 1)}
      />
    </FormDialog>
  );
}

function NewSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const copy = () => void navigator.clipboard.writeText(secret).then(() => say('Copied'), sayProblem);
  return (
    <Dialog title="Your new key" onClose={onClose}>
      <div className="stack">
        <p>It is shown this once; only a hash is kept.</p>
        <pre className="card card-body cell-wrap">{secret}</pre>
        <div className="dialog-actions">
          <Button icon="copy" onPress={copy}>
            Copy
          </Button>
          <Button look="primary" onPress={onClose}>
            Done
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
