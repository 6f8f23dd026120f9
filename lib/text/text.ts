export type Language = 'zh' | 'en';

/** A sentence in every language of the app. A missing language is a compile error. */
export type Text = Readonly<Record<Language, string>>;
