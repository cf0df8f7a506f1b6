/** Opens the editor of pictures. Loaded when there is one to edit. */
import type { PictureEditor } from './editor.js';
import type { SecretPlace } from './page-secrets.js';

/** Opens the editor in `root`, where it finds its colours. Resolves to the picture with its marks; null when it was thrown away. */
export async function editPicture(
  root: ParentNode,
  { picture, lang, places }: { picture: ImageBitmap; places?: readonly SecretPlace[] | null; lang: string },
): Promise<Blob | null> {
  const [{ shotStrings }] = await Promise.all([import('./shot-strings.js'), import('./editor.js')]);
  return new Promise((finish) => {
    const editor = document.createElement('support-chat-picture-editor') as PictureEditor;
    const words = shotStrings[lang === 'ja' ? 'ja' : 'en'];
    Object.assign(editor, { finish, picture, places, words, lang });
    root.append(editor);
  });
}
