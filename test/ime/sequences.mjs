/**
 * What browsers and input methods do between the first key and the sent sentence, as the events that reach a text box, in
 * their order. Each sequence says what must have been sent at its end and what must stand in the box.
 *
 * Sources: UI Events, §4.3 and §5 (https://www.w3.org/TR/uievents/#events-compositionevents); the order of WebKit and of
 * Chromium as recorded with macOS Kotoeri, Windows Microsoft IME and Gboard; WebKit bug 165004 for the key that comes late.
 *
 * @typedef {{ key: string, code?: string, keyCode: number, isComposing?: boolean, after?: number }} Key
 * @typedef {{ down: Key } | { up: Key } | { start: true } | { mark: string } | { end: string } | { wait: number }
 *   | { insert: string, as?: string } | { replace: [string, string] } | { click: 'send' } | { blur: true }
 *   | { arrive: string }} Step
 * @typedef {{ id: string, title: string, from: string, place?: 'message' | 'search' | 'edit', steps: Step[],
 *   sent: string[], text: string, names?: boolean }} Sequence
 *   `place`: the text box, by default the one for messages. `names`: whether the list of people must be open at the end.
 */

/** A key that an input method took: `Process` on Windows, the key itself elsewhere. */
const taken = (key, isComposing = true) => ({ down: { key, keyCode: 229, isComposing } });
const enter = { down: { key: 'Enter', keyCode: 13 } };
const escape = { down: { key: 'Escape', keyCode: 27 } };
/** A person takes at least as long between two presses of a key. */
const aMoment = { wait: 80 };

/** Romaji to 権利, in the order of Chromium: the key, then what it does. */
const kenriInChromium = (name = (key) => key) => [
  taken(name('k'), false),
  { start: true },
  { mark: 'k' },
  ...['け', 'けん', 'けんり'].flatMap((text) => [taken(name('n')), { mark: text }]),
  taken(name(' ')),
  { mark: '権利' },
];

/** The same in WebKit: what it does, then the key. */
const kenriInWebKit = [
  { start: true },
  { mark: 'k' },
  taken('k'),
  ...['け', 'けん', 'けんり', '権利'].flatMap((text) => [{ mark: text }, taken('n')]),
];

/** @type {readonly Sequence[]} */
export const sequences = [
  {
    id: 'chromium-confirm',
    title: 'The Enter that confirms a conversion does not send',
    from: 'Chromium on macOS and Linux',
    steps: [...kenriInChromium(), taken('Enter'), { end: '権利' }, { up: { key: 'Enter', keyCode: 13 } }],
    sent: [],
    text: '権利',
  },
  {
    id: 'chromium-send',
    title: 'The next Enter sends the whole sentence, once',
    from: 'Chromium on macOS and Linux',
    steps: [...kenriInChromium(), taken('Enter'), { end: '権利' }, aMoment, enter],
    sent: ['権利'],
    text: '',
  },
  {
    id: 'windows-process',
    title: 'Windows calls every key Process, with code 229',
    from: 'Chromium and Edge on Windows, Microsoft IME',
    steps: [...kenriInChromium(() => 'Process'), taken('Process'), { end: '権利' }, aMoment, enter],
    sent: ['権利'],
    text: '',
  },
  {
    id: 'windows-enter-process',
    title: 'A confirming Enter that says only 229, not that one composes',
    from: 'Chromium on Windows, older input methods',
    steps: [
      ...kenriInChromium(() => 'Process'),
      { down: { key: 'Process', code: 'Enter', keyCode: 229 } },
      { end: '権利' },
    ],
    sent: [],
    text: '権利',
  },
  {
    id: 'webkit-late-229',
    title: 'The composition ends before the Enter that ended it',
    from: 'Safari on macOS',
    steps: [...kenriInWebKit, { end: '権利' }, taken('Enter', false), { up: { key: 'Enter', keyCode: 13 } }],
    sent: [],
    text: '権利',
  },
  {
    id: 'webkit-late-13',
    title: 'The same where the late Enter has its own code',
    from: 'Safari on iPadOS with a keyboard',
    steps: [...kenriInWebKit, { end: '権利' }, enter],
    sent: [],
    text: '権利',
  },
  {
    id: 'webkit-send',
    title: 'And the Enter after that sends',
    from: 'Safari on macOS',
    steps: [...kenriInWebKit, { end: '権利' }, taken('Enter', false), aMoment, enter],
    sent: ['権利'],
    text: '',
  },
  {
    id: 'webkit-escape',
    title: 'The Escape that ends a composition, told late, closes nothing',
    from: 'Safari on macOS',
    steps: [...kenriInWebKit, { mark: '' }, { end: '' }, escape],
    sent: [],
    text: '',
  },
  {
    id: 'firefox-confirm',
    title: 'The text is told after the composition has ended',
    from: 'Firefox',
    steps: [
      ...kenriInChromium(),
      taken('Enter'),
      { end: '権利' },
      { insert: '', as: 'insertCompositionText' },
      aMoment,
      enter,
    ],
    sent: ['権利'],
    text: '',
  },
  {
    id: 'first-key-enter',
    title: 'An Enter that begins a composition again (再変換) does not send',
    from: 'Windows, Microsoft IME',
    steps: [
      { insert: '変換' },
      taken('Process', false),
      { start: true },
      { mark: '返還' },
      taken('Process'),
      { end: '返還' },
    ],
    sent: [],
    text: '変換返還',
  },
  {
    id: 'first-key-of-word',
    title: 'The first key of a composition is a letter that means something elsewhere',
    from: 'Chromium on Windows',
    steps: [
      taken('Process', false),
      { start: true },
      { mark: '＠' },
      { end: '＠' },
      taken('k', false),
      { start: true },
      { mark: 'k' },
    ],
    sent: [],
    text: '＠k',
  },
  {
    id: 'two-parts',
    title: 'A sentence converted in two parts goes as one',
    from: 'Chromium on macOS',
    steps: [
      ...[...kenriInChromium(), taken('Enter'), { end: '権利' }, aMoment],
      ...[taken('g', false), { start: true }, { mark: 'が' }, taken('Enter'), { end: 'が' }, aMoment, enter],
    ],
    sent: ['権利が'],
    text: '',
  },
  {
    id: 'names-confirm',
    title: 'With the list of people open, the confirming Enter takes nobody',
    from: 'Chromium on macOS',
    steps: [{ insert: '＠' }, { wait: 150 }, ...composed('けんじ', '健司'), { wait: 150 }],
    sent: [],
    text: '＠健司',
  },
  {
    id: 'names-arrows',
    title: 'With the list of people open, arrows belong to the conversion',
    from: 'Chromium on Windows',
    steps: [
      ...[{ insert: '＠' }, { wait: 150 }, taken('k', false), { start: true }, { mark: 'けんじ' }],
      ...[taken('ArrowDown'), { mark: '健司' }, taken('ArrowDown'), { mark: '賢治' }, taken('Enter'), { end: '賢治' }],
    ],
    sent: [],
    text: '＠賢治',
  },
  {
    id: 'names-take',
    title: 'After the conversion, Enter takes the person of the list, and sends nothing',
    from: 'Chromium on macOS',
    steps: [{ insert: '＠' }, { wait: 150 }, ...composed('たなか', '田中'), { wait: 300 }, enter, { wait: 60 }],
    sent: [],
    text: '＠田中 健司 ',
  },
  {
    id: 'hangul',
    title: 'Hangul: the Enter that ends the last syllable does not send half of it',
    from: 'Chromium on macOS, Korean',
    steps: [
      ...[taken('g', false), { start: true }, { mark: 'ㅎ' }, taken('k'), { mark: '하' }, taken('s'), { mark: '한' }],
      ...[taken('Enter'), { end: '한' }, enter],
    ],
    sent: [],
    text: '한',
  },
  {
    id: 'pinyin-letters',
    title: 'Pinyin: Enter puts the letters themselves in, and sends nothing',
    from: 'Chromium on Windows, Chinese',
    steps: [taken('Process', false), { start: true }, { mark: 'vpn' }, taken('Process'), { end: 'vpn' }],
    sent: [],
    text: 'vpn',
  },
  {
    id: 'android-words',
    title: 'A touch keyboard composes every word, with keys without a name',
    from: 'Chromium on Android, Gboard',
    steps: [
      ...[taken('Unidentified', false), { start: true }, { mark: 'VPN' }, { end: 'VPN' }, { insert: ' ' }],
      ...[taken('Unidentified', false), { start: true }, { mark: 'down' }, taken('Unidentified'), { end: 'down' }],
    ],
    sent: [],
    text: 'VPN down',
  },
  {
    id: 'voice-phrases',
    title: 'Dictation puts phrases in without a key, and mends them',
    from: 'iOS and macOS dictation',
    steps: [
      ...[
        { insert: 'ロールアウト' },
        { insert: 'の県' },
        { replace: ['の県', 'の件'], as: 'insertReplacementText' },
        aMoment,
        enter,
      ],
    ],
    sent: ['ロールアウトの件'],
    text: '',
  },
  {
    id: 'voice-composition',
    title: 'Voice typing is one long composition without a key',
    from: 'Windows voice typing',
    steps: [{ start: true }, { mark: 'メール' }, { mark: 'メールが来ない' }, { end: 'メールが来ない' }],
    sent: [],
    text: 'メールが来ない',
  },
  {
    id: 'click-while-composing',
    title: 'A click on Send while the text is marked does not send half of it',
    from: 'browsers that do not end the composition for a click',
    steps: [...kenriInChromium(), { click: 'send' }],
    sent: [],
    text: '権利',
  },
  {
    id: 'arrives-while-composing',
    title: 'What arrives while one composes leaves the marked text alone',
    from: 'every browser',
    steps: [...kenriInChromium(), { arrive: 'in between' }, { wait: 100 }],
    sent: ['in between'],
    text: '権利',
  },
  {
    id: 'blur-while-composing',
    title: 'Who leaves the box while composing finds the text again',
    from: 'Chromium',
    steps: [...kenriInChromium(), { end: '権利' }, { blur: true }, { wait: 50 }],
    sent: [],
    text: '権利',
  },
  {
    id: 'search-confirm',
    title: 'In the search, the confirming Enter leaves the words alone',
    from: 'Chromium on macOS',
    place: 'search',
    steps: [...kenriInChromium(), taken('Enter'), { end: '権利' }],
    sent: [],
    text: '権利',
  },
  {
    id: 'search-enter-late',
    title: 'In the search, the Enter that confirmed, told late, does not go to what was found',
    from: 'Safari on iPadOS with a keyboard',
    place: 'search',
    steps: [
      ...[{ insert: 'good' }, { wait: 400 }, { start: true }, { mark: ' もr' }, taken('r'), { mark: ' もr' }],
      ...[{ end: '' }, enter, { wait: 50 }],
    ],
    sent: [],
    text: 'good',
  },
  {
    id: 'search-escape-late',
    title: 'In the search, the Escape that ends a composition, told late, leaves it open',
    from: 'Safari on macOS',
    place: 'search',
    steps: [{ insert: '会議' }, ...kenriInWebKit, { mark: '' }, { end: '' }, taken('Escape', false), { wait: 50 }],
    sent: [],
    text: '会議',
  },
  {
    id: 'search-escape-own-code',
    title: 'In the search, Escape with its own code right after the composition leaves it open, too',
    from: 'Safari on iPadOS with a keyboard',
    place: 'search',
    steps: [{ insert: '会議' }, ...kenriInWebKit, { mark: '' }, { end: '' }, escape, { wait: 50 }],
    sent: [],
    text: '会議',
  },
  {
    id: 'edit-escape-late',
    title: 'While a message is corrected, that Escape throws nothing away',
    from: 'Safari on macOS',
    place: 'edit',
    steps: [{ insert: '改' }, ...kenriInWebKit, { mark: '' }, { end: '' }, escape, { wait: 50 }],
    sent: ['下書き'],
    text: '下書き改',
  },
  {
    id: 'edit-confirm',
    title: 'While a message is corrected, the confirming Enter saves nothing',
    from: 'Chromium on macOS',
    place: 'edit',
    steps: [...kenriInChromium(), taken('Enter'), { end: '権利' }],
    sent: ['下書き'],
    text: '下書き権利',
  },
  {
    id: 'edit-late',
    title: 'Nor does the one that Safari tells late',
    from: 'Safari on macOS',
    place: 'edit',
    steps: [...kenriInWebKit, { end: '権利' }, enter],
    sent: ['下書き'],
    text: '下書き権利',
  },
];

function composed(kana, kanji) {
  return [
    ...[taken('k', false), { start: true }, { mark: kana }, taken(' '), { mark: kanji }],
    ...[taken('Enter'), { end: kanji }, { up: { key: 'Enter', keyCode: 13 } }],
  ];
}
