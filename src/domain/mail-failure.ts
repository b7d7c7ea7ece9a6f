/** Whose fault it is that a mail was not taken: nobody is there, another day may be better, or sender and message are refused. */
export type MailFailure = 'reader' | 'passing' | 'ours';
