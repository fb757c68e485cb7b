// The script of a report's page. It works on what the page says in data attributes, loads nothing and stores nothing.

/**
 * @template {typeof Element} Type
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Type} type
 * @returns {InstanceType<Type>[]}
 */
const all = (root, selector, type) =>
  [...root.querySelectorAll(selector)].flatMap((each) =>
    each instanceof type ? [/** @type {InstanceType<Type>} */ (each)] : [],
  )

/** @param {HTMLElement} filter */
const startFilter = (filter) => {
  const entries = all(document, '[data-entry]', HTMLElement)
  const sections = all(document, '[data-section]', HTMLElement)
  const [group] = all(filter, '[data-filter-group]', HTMLSelectElement)
  const [text] = all(filter, '[data-filter-text]', HTMLInputElement)
  const [count] = all(filter, '[data-filter-count]', HTMLElement)
  const results = all(filter, '[data-filter-result]', HTMLInputElement)
  if (!group || !text || !count) return
  /** @type {Map<HTMLElement, string>} */
  const texts = new Map()

  /** @param {HTMLElement} entry */
  const textOf = (entry) => {
    const known = texts.get(entry) ?? (entry.textContent ?? '').toLowerCase()
    texts.set(entry, known)
    return known
  }

  const apply = () => {
    const wanted = new Set(results.filter(({ checked }) => checked).map(({ value }) => value))
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean)
    let shown = 0
    for (const entry of entries) {
      const { result = '', group: own } = entry.dataset
      const isIn = wanted.has(result) && (group.value === '' || group.value === own)
      entry.hidden = !(isIn && words.every((word) => textOf(entry).includes(word)))
      if (!entry.hidden) shown += 1
    }
    for (const section of sections) {
      section.hidden = section.querySelector('[data-entry]:not([hidden])') === null
    }
    count.textContent = `${shown} of ${entries.length} ${count.dataset['noun']}`
  }

  const reset = () => {
    for (const result of results) result.checked = true
    group.value = ''
    text.value = ''
    apply()
  }

  filter.addEventListener('input', apply)
  // Whoever follows a link to an entry wants to see it.
  addEventListener('hashchange', () => {
    const target = entries.find(({ id }) => `#${id}` === location.hash)
    if (target?.hidden) reset()
    for (const details of target ? all(target, ':scope > details', HTMLDetailsElement) : []) {
      details.open = true
    }
    target?.scrollIntoView()
  })
  for (const button of all(filter, '[data-filter-reset]', HTMLElement)) {
    button.addEventListener('click', reset)
  }
  filter.hidden = false
  // A browser may bring back what was chosen before a reload.
  apply()
}

/** @param {Node} node */
const select = (node) => {
  const selection = getSelection()
  selection?.removeAllRanges()
  const range = document.createRange()
  range.selectNodeContents(node)
  selection?.addRange(range)
}

/**
 * Some browsers have no clipboard for a page from disk, and some ask first.
 * @param {HTMLElement} source
 * @returns {Promise<string>}
 */
const copy = async (source) => {
  try {
    await navigator.clipboard.writeText(source.textContent ?? '')
    return 'Copied'
  } catch {
    select(source)
    return 'Selected: press Ctrl+C or ⌘C'
  }
}

/** @param {HTMLElement} place */
const startCopying = (place) => {
  const [button] = all(place, '[data-copy]', HTMLButtonElement)
  const [source] = all(place, '[data-copy-text]', HTMLElement)
  if (!button || !source) return
  const said = document.createElement('span')
  said.className = 'said'
  said.setAttribute('role', 'status')
  button.after(said)
  button.addEventListener('click', () => {
    void copy(source).then((result) => {
      said.textContent = result
    })
  })
  button.addEventListener('blur', () => {
    said.textContent = ''
  })
  button.hidden = false
}

/** Opens or closes all entries that are not filtered away. */
const startFolding = () => {
  for (const button of all(document, '[data-fold]', HTMLButtonElement)) {
    button.addEventListener('click', () => {
      const isOpen = button.dataset['fold'] === 'open'
      for (const entry of all(
        document,
        '[data-entry]:not([hidden]) > details',
        HTMLDetailsElement,
      )) {
        entry.open = isOpen
      }
    })
    button.hidden = false
  }
}

for (const filter of all(document, '[data-filter]', HTMLElement)) startFilter(filter)
for (const place of all(document, '[data-copyable]', HTMLElement)) startCopying(place)
startFolding()
