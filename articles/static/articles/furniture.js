// What stands between the paragraphs of a story, in the editor: photos, galleries, audio and video, pull quotes,
// link cards. What it writes is what articles/figures.py reads.
import { crel, Document as TextOnly, Node, updateAttrsDialog } from "django-prose-editor/editor";
import { choose, thing } from "./furniture_library.js";

const MOST_IN_GALLERY = 12;

// They stand at the top level: not in lists, tables or quotes.
export const Document = TextOnly.extend({ content: "(block | furniture)+" });

const captionOf = (figure) => figure.querySelector("figcaption") ?? document.createElement("figcaption");
const cardDialog = updateAttrsDialog(
  {
    href: { title: "Address", format: "url", required: true },
    title: { title: "Title", required: true },
  },
  { title: "Link card", submitText: "Insert" },
);
const hostOf = (address) => (URL.canParse(address) ? new URL(address).host.replace(/^www\./, "") : address);

// Where a new one goes: after the block one is in, or instead of it when that is an empty paragraph. ``depth`` is
// how far inside it the cursor goes, 0 for behind it.
function place(editor, content, depth = 1) {
  const { $to } = editor.state.selection;
  const top = $to.depth ? $to.node(1) : null;
  const isBlank = top?.type.name === "paragraph" && !top.content.size;
  const start = !top ? $to.pos : isBlank ? $to.before(1) : $to.after(1);
  const isLast = (top ? $to.after(1) : $to.pos) >= editor.state.doc.content.size;
  const range = isBlank ? { from: start, to: $to.after(1) } : start;
  const blocks = isLast ? [content, { type: "paragraph" }] : content;
  editor.chain().focus().insertContentAt(range, blocks).setTextSelection(start + (depth || 2)).scrollIntoView().run();
}

function remove(editor, getPos) {
  const $at = editor.state.doc.resolve(getPos());
  const isWholeGallery = $at.parent.type.name === "gallery" && $at.parent.childCount === 1;
  const from = isWholeGallery ? $at.before() : $at.pos;
  const size = isWholeGallery ? $at.parent.nodeSize : $at.nodeAfter.nodeSize;
  editor.chain().focus().deleteRange({ from, to: from + size }).run();
}

// Enter leaves a caption; Backspace in an empty one selects what it belongs to.
const captionKeys = (name) =>
  function () {
    const inCaption = () => this.editor.state.selection.$from.parent.type.name === name;
    return {
      Enter: () => {
        if (!inCaption()) return false;
        const after = this.editor.state.selection.$from.after(1);
        return this.editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run();
      },
      Backspace: () => {
        const { $from, empty } = this.editor.state.selection;
        return inCaption() && empty && !$from.parent.content.size && this.editor.commands.setNodeSelection($from.before());
      },
    };
  };

const button = (textContent, onclick, label) => {
  const made = crel("button", { type: "button", className: "furniture-button", textContent, onclick });
  if (label) made.setAttribute("aria-label", label);
  return made;
};
const locked = (className, children) => {
  const part = crel("div", { className }, children);
  part.contentEditable = "false";
  return part;
};

// A figure as it is written: what it shows, its caption to type in, what can be done with it.
function figureView({ node, editor, getPos, shown, tools, draw }) {
  const caption = crel("figcaption", { "data-placeholder": "Caption" });
  const dom = crel("figure", { className: `furniture furniture-${node.type.name}` }, [
    locked("furniture-shown", [shown]),
    caption,
    locked("furniture-tools", [...tools, button("Remove", () => remove(editor, getPos))]),
  ]);
  const mark = (now) => dom.classList.toggle("is-bare", !now.content.size);
  mark(node);
  return {
    dom,
    contentDOM: caption,
    update(now) {
      if (now.type !== node.type || now.attrs[node.type.name] !== node.attrs[node.type.name]) return false;
      node = now;
      mark(now);
      draw?.(now);
      return true;
    },
    stopEvent: ({ target }) => Boolean(target.closest?.(".furniture-tools, audio, video")),
    ignoreMutation: ({ target }) => !caption.contains(target),
  };
}

export const Photo = Node.create({
  name: "photo",
  group: "furniture",
  content: "text*",
  marks: "bold italic link",
  isolating: true,
  draggable: true,

  addOptions: () => ({ choose: "", add: "", things: "" }),
  addAttributes: () => ({
    photo: { default: null, parseHTML: (figure) => figure.querySelector("img")?.dataset.photo },
    alt: { default: "", parseHTML: (figure) => figure.querySelector("img")?.getAttribute("alt") ?? "" },
  }),
  parseHTML: () => [
    { tag: "figure", getAttrs: (figure) => Boolean(figure.querySelector("img[data-photo]")) && null, contentElement: captionOf },
  ],
  renderHTML({ node }) {
    const image = ["img", { "data-photo": node.attrs.photo, alt: node.attrs.alt }];
    return node.content.size ? ["figure", image, ["figcaption", 0]] : ["figure", image];
  },
  addNodeView() {
    const { things } = this.options;
    return ({ node, editor, getPos }) => {
      const image = crel("img", { className: "furniture-image", alt: node.attrs.alt });
      const words = crel("input", { type: "text", maxLength: 400, value: node.attrs.alt });
      const credit = crel("span", { className: "furniture-note" });
      words.addEventListener("input", () =>
        editor.commands.command(({ tr }) => tr.setNodeAttribute(getPos(), "alt", words.value)),
      );
      thing(things, "photo", node.attrs.photo).then((photo) => {
        if (!photo) return image.replaceWith(crel("span", { className: "furniture-gone", textContent: "This photo is no longer in the library." }));
        image.src = photo.src;
        words.placeholder = photo.alt || "Decoration only";
        credit.textContent = photo.credit || "No credit";
      });
      const label = crel("label", {}, [crel("span", { textContent: "Description" }), words]);
      const draw = (now) => {
        image.alt = now.attrs.alt;
        if (words.value !== now.attrs.alt) words.value = now.attrs.alt;
      };
      return figureView({ node, editor, getPos, shown: image, tools: [label, credit], draw });
    };
  },
  addKeyboardShortcuts: captionKeys("photo"),
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "photo",
      groups: "nodes",
      button: buttons.material("image", "Photo"),
      command: async (editor) => {
        const { options } = this;
        const [photo] = await choose({ ...options, kind: "photo", title: "Photo" });
        if (!photo) return;
        const made = photoNode(photo);
        const { $to } = editor.state.selection;
        const gallery = $to.depth > 1 && $to.node(1).type.name === "gallery" ? $to.node(1) : null;
        if (gallery && gallery.childCount < MOST_IN_GALLERY) {
          editor.chain().focus().insertContentAt($to.after(2), made).run();
        } else place(editor, made);
      },
    });
  },
});

const photoNode = ({ pk, caption }) => ({
  type: "photo",
  attrs: { photo: pk, alt: "" },
  content: caption ? [{ type: "text", text: caption }] : [],
});

export const Gallery = Node.create({
  name: "gallery",
  group: "furniture",
  content: "photo+",
  draggable: true,
  addOptions: () => ({ choose: "", add: "", things: "" }),
  parseHTML: () => [{ tag: "section" }],
  renderHTML: () => ["section", 0],
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "gallery",
      groups: "nodes",
      button: buttons.material("photo_library", "Gallery"),
      command: async (editor) => {
        const photos = await choose({ ...this.options, kind: "photo", title: "Gallery", most: MOST_IN_GALLERY });
        if (photos.length) place(editor, { type: "gallery", content: photos.map(photoNode) }, 2);
      },
    });
  },
});

export const Recording = Node.create({
  name: "recording",
  group: "furniture",
  content: "text*",
  marks: "bold italic link",
  isolating: true,
  draggable: true,

  addOptions: () => ({ choose: "", add: "", things: "" }),
  addAttributes: () => ({
    recording: { default: null, parseHTML: (figure) => figure.querySelector("audio, video")?.dataset.recording },
    kind: { default: "audio", parseHTML: (figure) => figure.querySelector("audio, video")?.localName },
  }),
  parseHTML: () => [
    { tag: "figure", getAttrs: (figure) => Boolean(figure.querySelector("[data-recording]")) && null, contentElement: captionOf },
  ],
  renderHTML({ node }) {
    const player = [node.attrs.kind, { "data-recording": node.attrs.recording }];
    return node.content.size ? ["figure", player, ["figcaption", 0]] : ["figure", player];
  },
  addNodeView() {
    const { things } = this.options;
    return ({ node, editor, getPos }) => {
      const title = crel("strong", { className: "furniture-title" });
      const player = crel(node.attrs.kind, { controls: true, preload: "none" });
      const note = crel("span", { className: "furniture-note" });
      thing(things, "recording", node.attrs.recording).then((recording) => {
        title.textContent = recording?.title ?? "This recording is no longer in the library.";
        if (!recording) return player.remove();
        player.src = recording.src;
        player.setAttribute("aria-label", recording.title);
        note.textContent = recording.has_transcript ? "With transcript" : "No transcript";
      });
      return figureView({ node, editor, getPos, shown: crel("div", {}, [title, player]), tools: [note] });
    };
  },
  addKeyboardShortcuts: captionKeys("recording"),
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "recording",
      groups: "nodes",
      button: buttons.material("play_circle", "Audio or video"),
      command: async (editor) => {
        const [recording] = await choose({ ...this.options, kind: "recording", title: "Audio or video" });
        if (recording) place(editor, { type: "recording", attrs: { recording: recording.pk, kind: recording.kind } });
      },
    });
  },
});

export const PullQuote = Node.create({
  name: "pullQuote",
  group: "furniture",
  content: "paragraph+",
  defining: true,
  parseHTML: () => [{ tag: "aside" }],
  renderHTML: () => ["aside", 0],
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "pullQuote",
      groups: "nodes",
      button: buttons.material("chat", "Pull quote"),
      active: (editor) => editor.isActive("pullQuote"),
      enabled: (editor) => editor.can().toggleWrap("pullQuote"),
      command: (editor) => editor.chain().focus().toggleWrap("pullQuote").run(),
    });
  },
});

export const LinkCard = Node.create({
  name: "linkCard",
  group: "furniture",
  atom: true,
  draggable: true,
  addAttributes: () => ({
    href: { default: "", parseHTML: (figure) => figure.querySelector("a").getAttribute("href") },
    title: { default: "", parseHTML: (figure) => figure.querySelector("a").textContent },
  }),
  parseHTML: () => [
    { tag: "figure", getAttrs: (figure) => Boolean(figure.querySelector("a[href]")) && !figure.querySelector("img, audio, video") && null },
  ],
  renderHTML: ({ node }) => ["figure", ["a", { href: node.attrs.href }, node.attrs.title]],
  renderText: ({ node }) => node.attrs.title,
  addNodeView: () => ({ node, editor, getPos }) => {
    const change = async () => {
      const said = await cardDialog(editor, node.attrs);
      if (said) editor.chain().focus().command(({ tr }) => tr.setNodeMarkup(getPos(), null, said)).run();
    };
    const shown = [
      crel("strong", { className: "furniture-title", textContent: node.attrs.title }),
      crel("span", { className: "furniture-note", textContent: hostOf(node.attrs.href) }),
    ];
    const tools = crel("div", { className: "furniture-tools" }, [button("Change", change), button("Remove", () => remove(editor, getPos))]);
    const dom = locked("furniture furniture-card", [...shown, tools]);
    return { dom, stopEvent: ({ target }) => tools.contains(target), ignoreMutation: () => true };
  },
  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "linkCard",
      groups: "nodes",
      button: buttons.material("web_asset", "Link card"),
      command: async (editor) => {
        const said = await cardDialog(editor, { href: "", title: "" });
        if (said) place(editor, { type: "linkCard", attrs: said }, 0);
      },
    });
  },
});
