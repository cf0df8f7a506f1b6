/** A conversation as one page that needs nothing else: no script, nothing loaded, its pictures in it. */
import { filesOf, type AttachedFile, type MessageDoc, type RoomDoc } from '@support-chat/protocol';
import type { Conversation } from './export.js';
import { escapedHtml, textHtml } from './text-html.js';
import { aboutFile, marksOf, momentOf, type Marking } from './export-markdown.js';

const styles = `:root{color-scheme:light dark}
body{max-width:48rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 system-ui,"Hiragino Sans","Noto Sans JP",sans-serif}
header{border-bottom:1px solid;margin-bottom:1.5rem}
h2{font-size:1rem;margin:2rem 0 .5rem}
article{margin:0 0 1rem;padding-left:.75rem;border-left:3px solid #8888}
article.note{border-left-style:dashed}
article :is(p,ul,ol,pre,blockquote){margin:.1rem 0 .4rem}
article p{white-space:pre-wrap;overflow-wrap:anywhere}
blockquote{padding-left:.75rem;border-left:3px solid #8888}
pre{overflow:auto;padding:.5rem;border:1px solid #8888}
figure{margin:.4rem 0}
img{display:block;max-width:100%;max-height:24rem;border:1px solid #8888}
:is(.meta,figcaption){font-size:.8125rem;opacity:.8}`;

export async function* htmlOf({ room, messages, pictureOf }: Conversation): AsyncGenerator<string> {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  yield `<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapedHtml(room.title)}</title><style>${styles}</style></head>
<body><header><h1>${escapedHtml(room.title)}</h1><p>${escapedHtml(room.purpose)}</p></header>
`;
  let day = '';
  for await (const message of messages) {
    const [date, time] = momentOf(message.at);
    if (date !== day) yield `<h2><time datetime="${date}">${(day = date)}</time></h2>\n`;
    yield headOf(message, time, room);
    if (!message.retracted) {
      yield textHtml(message.body.text);
      for (const file of filesOf(message.body)) yield figureOf(file, await pictureOf(file));
    }
    yield '</article>\n';
  }
  yield '</body></html>\n';
}

function headOf(message: MessageDoc, time: string, room: RoomDoc): string {
  const { seq, at, by, audience } = message;
  const moment = `<time datetime="${new Date(at).toISOString()}">${time} UTC</time>`;
  const marks = marksOf(message, room, marking).join(' · ');
  return `<article id="m${seq}"${audience === 'staff' ? ' class="note"' : ''}>
<p class="meta"><b><bdi>${escapedHtml(by.name)}</bdi></b> ${moment} · ${marks}</p>
`;
}

function figureOf(file: AttachedFile, picture: Buffer | null): string {
  const name = escapedHtml(file.name);
  const image = picture ? `<img alt="${name}" src="data:image/webp;base64,${picture.toString('base64')}">` : '';
  return `<figure>${image}<figcaption><bdi>${name}</bdi> ${escapedHtml(aboutFile(file))}</figcaption></figure>`;
}

const marking: Marking = { text: escapedHtml, place: (seq) => `<a href="#m${seq}">#${seq}</a>` };
