// Evaluates manifests where there is nothing but the language: no network, files, environment, clock or randomness.
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { toCanonicalJson } from '@patchbay/schema';

const { sources } = workerData as { sources: { id: string; text: string }[] };
const schemaUrl = import.meta.resolve('@patchbay/schema');
// Types are taken away before the globals are locked: what does it needs some of them.
const texts = new Map(sources.map(({ id, text }) => [id, withoutTypes(text)]));
const post = parentPort?.postMessage.bind(parentPort);
const scheme = 'manifest:';
/** Largest manifest as JSON, in characters, and how deep it may be nested: constants put into each other grow fast. */
const limits = { characters: 1_048_576, depth: 100 };

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@patchbay/schema') return next(schemaUrl, context);
    if (specifier.startsWith(scheme) && context.parentURL === import.meta.url)
      return { url: specifier, format: 'module', shortCircuit: true };
    throw new Error(`it imports "${specifier}"; a manifest may import only @patchbay/schema`);
  },
  load(url, context, next) {
    if (!url.startsWith(scheme)) return next(url, context);
    const id = url.slice(scheme.length).split('?')[0] ?? '';
    return { format: 'module', source: texts.get(id)?.() ?? '', shortCircuit: true };
  },
});
lockGlobals();

for (const { id } of sources) {
  post?.({ id, started: true });
  try {
    const [first, second] = [await evaluate(id, 1), await evaluate(id, 2)];
    const notData = findNotData(first);
    const [once, again] = [toCanonicalJson(first), toCanonicalJson(second)];
    if (once.length > limits.characters) throw new Error(`it is larger than ${limits.characters} characters as JSON`);
    post?.({ id, first: once, second: again, notData });
  } catch (error) {
    post?.({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

async function evaluate(id: string, round: number): Promise<unknown> {
  const module = (await import(`${scheme}${id}?round=${round}`)) as Record<string, unknown>;
  if (!('manifest' in module)) throw new Error('it does not export `manifest`');
  return module.manifest;
}

/** The text without its types, or a throw of why it cannot be taken apart, each when it is asked for. */
function withoutTypes(text: string): () => string {
  try {
    const stripped = stripTypeScriptTypes(text);
    return () => stripped;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** Dotted paths of values that JSON cannot hold. Throws where it is nested too deep. */
function findNotData(value: unknown, path = '', depth = 0): string[] {
  if (depth > limits.depth) throw new Error(`it is nested more than ${limits.depth} deep, at ${path.slice(0, 60)}`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return [];
  if (typeof value === 'number' && Number.isFinite(value)) return [];
  if (typeof value !== 'object') return [`${path}: ${typeof value}`];
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null)
    return [`${path}: not a plain object`];
  return Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : findNotData(item, path ? `${path}.${key}` : key, depth + 1),
  );
}

function lockGlobals(): void {
  const refuse = (name: string) => () => {
    throw new Error(`it uses ${name}; a manifest is data that is the same every time`);
  };
  const language =
    /^(Object|Function|Array|Number|parseFloat|parseInt|Infinity|NaN|undefined|Boolean|String|Symbol|Promise|RegExp|.*Error|JSON|Math|Map|Set|WeakMap|WeakSet|Reflect|Proxy|BigInt|globalThis|Iterator|ArrayBuffer|.*Array|DataView|decodeURI.*|encodeURI.*|isFinite|isNaN)$/;
  const lazy: string[] = [];
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (language.test(name)) continue;
    // Node loads some of its globals when they are first read, with the help of others: read first, then lock.
    lazy.push(name);
  }
  for (const name of lazy) Reflect.get(globalThis, name);
  for (const name of lazy) {
    Object.defineProperty(globalThis, name, { get: refuse(name), configurable: false });
  }
  Object.defineProperty(Math, 'random', { get: refuse('Math.random') });
}
