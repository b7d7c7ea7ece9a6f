import type { RuleTester } from 'oxlint/plugins-dev';

type Rule = Parameters<RuleTester['run']>[1];

/** Rules of this codebase that no published rule says. */
const plugin = {
  meta: { name: 'gangway' },
  rules: { 'no-real-time': noRealTime(), 'no-plain-throw': noPlainThrow() },
};

export default plugin;

/** Domain and workflows get the time as an argument, so that the business clock and replays decide it. */
function noRealTime(): Rule {
  return {
    meta: { type: 'problem', messages: { time: 'Take `now` as an argument: only the business clock knows the time.' } },
    create: (context) => ({
      NewExpression(node) {
        if (isNamed(node.callee, 'Date') && node.arguments.length === 0) context.report({ node, messageId: 'time' });
      },
      CallExpression(node) {
        if (isNamed(node.callee, 'Date')) context.report({ node, messageId: 'time' });
      },
      MemberExpression(node) {
        const isDateNow = isNamed(node.object, 'Date') && isNamed(node.property, 'now');
        const isPerformance = isNamed(node.object, 'performance');
        if (isDateNow || isPerformance) context.report({ node, messageId: 'time' });
      },
    }),
  };
}

/** A plain error in a workflow or its handlers fails the workflow task, which Temporal then retries for ever. */
function noPlainThrow(): Rule {
  return {
    meta: {
      type: 'problem',
      messages: { plain: 'Throw ApplicationFailure: a plain error blocks the workflow for ever.' },
    },
    create: (context) => ({
      ThrowStatement(node) {
        const thrown = node.argument;
        if (
          thrown.type === 'NewExpression' &&
          thrown.callee.type === 'Identifier' &&
          thrown.callee.name.endsWith('Error')
        ) {
          context.report({ node, messageId: 'plain' });
        }
      },
    }),
  };
}

function isNamed(node: { type: string }, name: string): boolean {
  return node.type === 'Identifier' && 'name' in node && node.name === name;
}
