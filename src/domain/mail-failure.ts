/**
 * Whose fault it is that a mail was not taken: nobody is there, another day may be better, or sender and message are refused.
 * `policy`: a server does not let it through to this reader; what becomes of other mails says whose fault that is.
 */
export type MailFailure = 'reader' | 'passing' | 'policy' | 'ours';
