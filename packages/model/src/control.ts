/** Control characters would forge lines in mails and terminals; a tab or newline has no place in a one-line field. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
export const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
/** The same for text of several lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
export const CONTROL_IN_TEXT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
