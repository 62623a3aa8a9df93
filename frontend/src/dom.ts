// Nodes from words: text goes in as text, never as HTML, since names in scenarios are other people's.
export type Child = Node | string | number | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;

function fill(node: Element, attributes: Attributes, children: (Child | Child[])[]) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  for (const child of children.flat())
    if (child !== null && child !== undefined && child !== false)
      node.append(typeof child === 'number' ? String(child) : child);
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Child | Child[])[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  fill(node, attributes, children);
  return node;
}

export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Child | Child[])[]
): SVGElementTagNameMap[K] {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  fill(node, attributes, children);
  return node;
}

export const $ = (id: string) => document.getElementById(id) as HTMLElement;
export const put = (id: string, ...children: (Child | Child[])[]) => {
  const node = $(id);
  node.replaceChildren();
  fill(node, {}, children);
};
// A line over the map that stays until it is closed.
export function note(head: string, words: string) {
  $('state').hidden = false;
  put(
    'state',
    h('b', {}, head),
    ` ${words} `,
    h(
      'button',
      {
        class: 'link',
        onclick: () => {
          $('state').hidden = true;
        },
      },
      'Close',
    ),
  );
}
