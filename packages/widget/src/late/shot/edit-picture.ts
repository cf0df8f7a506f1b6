/** Opens the editor of pictures. Loaded when there is one to edit. */
import './editor.js';
import type { PictureEditor } from './editor.js';
import type { SecretPlace } from './page-secrets.js';

/** Opens the editor in `root`, where it finds its colours. Resolves to the picture with its marks; null when it was thrown away. */
export function editPicture(
  root: ParentNode,
  options: { picture: ImageBitmap; places?: readonly SecretPlace[] | null; lang: string },
): Promise<Blob | null> {
  return new Promise((finish) => {
    const editor = document.createElement('support-chat-picture-editor') as PictureEditor;
    Object.assign(editor, { finish, places: undefined, ...options });
    root.append(editor);
  });
}
