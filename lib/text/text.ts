export type Language = 'zh' | 'en';

/** A sentence in every language of the app, written where it is made. A missing language does not compile. */
export type Text = Readonly<Record<Language, string>>;
