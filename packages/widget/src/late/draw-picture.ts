/** Draws a picture on a canvas: the page's policy need not allow any address of pictures. */

/** Fits the first frame into the canvas' place, sharp on this screen. Throws when it is no picture the browser reads. */
export async function drawPicture(canvas: HTMLCanvasElement, blob: Blob, cover = false): Promise<void> {
  const picture = await createImageBitmap(blob);
  const { clientWidth, clientHeight } = canvas;
  const [boxWidth, boxHeight] = [clientWidth || picture.width, clientHeight || picture.height];
  const fit = cover ? Math.max : Math.min;
  const scale = fit((boxWidth * devicePixelRatio) / picture.width, (boxHeight * devicePixelRatio) / picture.height);
  const shown = Math.min(1, scale);
  canvas.width = Math.max(1, Math.round(cover ? (boxWidth * devicePixelRatio * shown) / scale : picture.width * shown));
  canvas.height = Math.max(
    1,
    Math.round(cover ? (boxHeight * devicePixelRatio * shown) / scale : picture.height * shown),
  );
  const [width, height] = [picture.width * shown, picture.height * shown];
  canvas.getContext('2d')?.drawImage(picture, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
  picture.close();
}
