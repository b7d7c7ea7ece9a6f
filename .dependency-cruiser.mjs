/**
 * Who may import whom. Each rule names its reason; docs/decisions has the longer ones.
 * Type-only imports vanish when Node strips types: no rule is about them. That nothing heavy is reached from
 * workflow code is checked where it counts, in the bundle (scripts/check-bundle.ts).
 */
const outside = (...rooms) =>
  `^(?!(${rooms.join('|')})(/|$))(src|workflows|activities|integrations|playbooks|tests|scripts)/`;

const noCycles = {
  name: 'no-cycles',
  comment: 'Modules that need each other cannot be read, tested or moved one at a time.',
  severity: 'error',
  from: {},
  to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
};

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const rules = [
  {
    name: 'resolvable',
    comment: 'An import that leads nowhere fails only when that line runs.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'declared-packages',
    comment:
      'What production imports is a dependency; a dev dependency is missing in the image (where the web is built already).',
    severity: 'error',
    from: { path: '^(src|workflows|activities|integrations)/', pathNot: '^src/(web/|main/build-web\\.ts$)' },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'domain-is-pure',
    comment: 'The rules of the domain run in workflows, in the simulator and in tests: no I/O, no vendor, no clock.',
    severity: 'error',
    from: { path: '^src/domain/' },
    to: { path: outside('src/domain'), pathNot: '^src/errors\\.ts$' },
  },
  {
    name: 'domain-needs-little',
    comment: 'Dates, holidays, schemas and ids are all that the rules of the domain need from others.',
    severity: 'error',
    from: { path: '^src/domain/' },
    to: { path: 'node_modules', pathNot: 'node_modules/(luxon|date-holidays|zod|uuid)/' },
  },
  {
    name: 'no-node-where-it-runs-elsewhere',
    comment: 'Domain and contracts also run in workflows and in the browser, which have no Node.',
    severity: 'error',
    from: { path: '^(src/(domain|contracts|web)|workflows)/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'contracts-know-the-domain-only',
    comment: 'Contracts are shared by server, workflows and browser.',
    severity: 'error',
    from: { path: '^src/contracts/' },
    to: { path: outside('src/contracts', 'src/domain'), pathNot: '^src/errors\\.ts$' },
  },
  {
    name: 'workflows-are-deterministic',
    comment: 'Everything a workflow imports is replayed: no I/O, and activities as types only.',
    severity: 'error',
    from: { path: '^workflows/' },
    to: { path: outside('workflows', 'src/domain', 'src/contracts'), pathNot: '^src/errors\\.ts$' },
  },
  {
    name: 'workflow-packages',
    comment: 'The workflow sandbox has no Node, and what is bundled is multiplied by every cached workflow.',
    severity: 'error',
    from: { path: '^workflows/' },
    to: {
      path: 'node_modules',
      pathNot: 'node_modules/@temporalio/(workflow|common)/',
    },
  },
  {
    name: 'activities-take-ports',
    comment: 'An activity gets its ports and repositories from its factory, so that tests can fake them.',
    severity: 'error',
    from: { path: '^activities/' },
    to: {
      path: ['^src/(api|webhooks|web|main|config|temporal)/', '^integrations/(?!ports[a-z-]*\\.ts)', '^workflows/'],
    },
  },
  {
    name: 'integrations-stand-alone',
    comment: 'An integration knows its vendor and the ports, never the database, a workflow or a surface.',
    severity: 'error',
    from: { path: '^integrations/[^/]+/' },
    to: { path: ['^src/(?!(domain|contracts)/|errors\\.ts)', '^workflows/', '^activities/'] },
  },
  {
    name: 'one-vendor-each',
    comment: 'A change at one vendor must not be able to break another.',
    severity: 'error',
    from: { path: '^integrations/([^/]+)/' },
    to: { path: '^integrations/([^/]+)/', pathNot: ['^integrations/$1/', '^integrations/ports[a-z-]*\\.ts$'] },
  },
  {
    name: 'surfaces-call-use-cases',
    comment: 'What a person or a system may do stands in src/usecases once, not in each surface again.',
    severity: 'error',
    from: { path: '^src/(api|webhooks)/' },
    to: {
      path: [
        '^src/(temporal|config|main|web)/',
        '^workflows/',
        '^activities/',
        '^integrations/(?!ports[a-z-]*\\.ts|[^/]+/(webhook|schemas)\\.ts)',
      ],
    },
  },
  {
    name: 'use-cases-know-no-surface',
    comment: 'A use case is the same whoever calls it.',
    severity: 'error',
    from: { path: '^src/usecases/' },
    to: {
      path: [
        '^src/(api|webhooks|web|main|config|temporal)/',
        '^workflows/',
        '^activities/',
        '^integrations/(?!ports[a-z-]*\\.ts)',
      ],
    },
  },
  {
    name: 'database-knows-no-caller',
    comment: 'Repositories serve use cases and activities; they decide nothing.',
    severity: 'error',
    from: { path: '^src/db/' },
    to: {
      path: outside('src/db', 'src/domain', 'src/contracts'),
      pathNot: '^(src/errors\\.ts|integrations/ports[a-z-]*\\.ts)$',
    },
  },
  {
    name: 'prisma-and-pg-in-db-only',
    comment: 'One room knows how rows are read and locked.',
    severity: 'error',
    from: { path: '^(src|workflows|activities|integrations)/', pathNot: '^src/db/' },
    to: { path: ['node_modules/(@prisma|prisma|pg)/', '^src/db/generated/'] },
  },
  {
    name: 'web-knows-contracts-only',
    comment: 'The browser gets what is on the wire; server code in its bundle leaks or breaks.',
    severity: 'error',
    from: { path: '^src/web/' },
    to: { path: outside('src/web', 'src/contracts') },
  },
  {
    name: 'no-one-imports-main',
    comment: 'Composition roots wire things together; what they wire must not know them.',
    severity: 'error',
    from: { pathNot: '^(src/main|scripts|tests)/' },
    to: { path: '^src/main/' },
  },
  {
    name: 'no-tests-in-production',
    comment: 'Tests and scripts are not in the image.',
    severity: 'error',
    from: { path: '^(src|workflows|activities|integrations)/' },
    to: { path: '^(tests|scripts)/' },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [noCycles, ...rules.map((rule) => ({ ...rule, to: { ...rule.to, dependencyTypesNot: ['type-only'] } }))],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/db/generated/|\\.css$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
