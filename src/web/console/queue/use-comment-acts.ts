import { useQueryClient } from '@tanstack/react-query';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { say } from '../../ui/toast.tsx';

/** What one of us does about what somebody wrote. */
export function useCommentActs(onboardingId: string) {
  const queries = useQueryClient();
  const over = async (words: string) => {
    say(words);
    await Promise.all(
      [keys.queue, keys.onboarding(onboardingId)].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
  };
  return {
    answer: async (commentId: string, body: string) => {
      await write('answerComment', 'POST', `/comments/${commentId}/answer`, { body });
      await over('Answered');
    },
    read: async (commentId: string) => {
      await write('readComment', 'POST', `/comments/${commentId}/read`);
      await over('Read');
    },
  };
}
