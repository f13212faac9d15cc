/** An object of JSON whose last member is a list that is read while it is sent. A failure breaks the text off, so that half of it never parses. */

export function jsonStream(head: object, list: string, pages: AsyncGenerator<readonly object[], void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const opening = JSON.stringify(head).slice(0, -1);
  let [isBegun, isFirst] = [false, true];
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pages.next();
        const begin = isBegun ? "" : `${opening},${JSON.stringify(list)}:[`;
        isBegun = true;
        if (done === true) {
          controller.enqueue(encoder.encode(`${begin}]}`));
          return controller.close();
        }
        const members = value.map((member) => JSON.stringify(member)).join(",");
        const comma = isFirst || members === "" ? "" : ",";
        if (members !== "") isFirst = false;
        return controller.enqueue(encoder.encode(`${begin}${comma}${members}`));
      },
      async cancel() {
        await pages.return(undefined);
      },
    },
    // Nothing is read ahead of the reader.
    { highWaterMark: 0 },
  );
}
