/** What an element holds: text, or children in order; a list repeats the name. */
export type XmlContent = string | number | boolean | XmlChildren;
export interface XmlChildren {
  [name: string]: XmlContent | readonly XmlContent[] | undefined;
}

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A document of the object storage. Errors have no namespace. */
export function writeXml(root: string, children: XmlChildren): string {
  const declared = root === 'Error' ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${declared}>${writeChildren(children)}</${root}>`;
}

function writeChildren(children: XmlChildren): string {
  return Object.entries(children)
    .flatMap(([name, content]) => [content ?? []].flat().map((each) => writeElement(name, each as XmlContent)))
    .join('');
}

function writeElement(name: string, content: XmlContent): string {
  return `<${name}>${typeof content === 'object' ? writeChildren(content) : escapeText(String(content))}</${name}>`;
}

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
