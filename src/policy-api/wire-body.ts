/** A body as it is sent, and as a record of the call shows it. */
export interface WireBody {
  content: string | Buffer;
  contentType: string;
  shown: object;
}

/** JSON, or multipart for a form; null where there is neither. The same bytes can be sent again. */
export async function wireBody(
  body: object | undefined,
  form: FormData | undefined,
): Promise<WireBody | null> {
  if (form) {
    const encoded = new Response(form);
    return {
      content: Buffer.from(await encoded.arrayBuffer()),
      contentType: encoded.headers.get('content-type') ?? 'multipart/form-data',
      shown: shownForm(form),
    };
  }
  if (!body) return null;
  return { content: JSON.stringify(body), contentType: 'application/json', shown: body };
}

/** Of a file only what it was. */
function shownForm(form: FormData): object {
  const shown: Record<string, string> = {};
  form.forEach((value, name) => {
    const text = typeof value === 'string' ? value : `(file ${value.name}, ${value.size} bytes)`;
    shown[name] = shown[name] === undefined ? text : `${shown[name]}, ${text}`;
  });
  return shown;
}
