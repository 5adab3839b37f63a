import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type fontkit from "@pdf-lib/fontkit";
import type { PDFDocument, PDFFont } from "pdf-lib";

/** Weights used in documents. TrueType only: OpenType/CFF subsets print as boxes although their text can be read. */
export type Weight = "regular" | "bold";

export type Fonts = Readonly<Record<Weight, PDFFont>> & {
  /** Width of a text at a size, in points. */
  readonly width: (text: string, size: number, weight?: Weight) => number;
  /** The text with characters the font lacks replaced by 〓, so that nothing vanishes silently. */
  readonly drawable: (text: string) => string;
};

const FILES: Readonly<Record<Weight, string>> = {
  regular: "400Regular/NotoSansSC_400Regular.ttf",
  bold: "600SemiBold/NotoSansSC_600SemiBold.ttf",
};

/** Ten megabytes each: read once in the life of the process. */
const kept = new Map<Weight, Promise<Uint8Array>>();

function fontBytes(weight: Weight): Promise<Uint8Array> {
  const folder = join(process.cwd(), "node_modules/@expo-google-fonts/noto-sans-sc");
  const bytes = kept.get(weight) ?? readFile(join(folder, FILES[weight])).then((buffer) => new Uint8Array(buffer));
  kept.set(weight, bytes);
  return bytes;
}

type Subset = { _addGlyph(id: number): number; glyf: Uint8Array[]; offset: number };
type FontkitFont = ReturnType<typeof fontkit.create>;

/** Reading a font of ten megabytes takes longer than making the document; subsets are made anew for each. */
const parsed = new WeakMap<Uint8Array, FontkitFont>();

/**
 * fontkit, with its subsets mended: it writes short glyph offsets (halved) for small subsets but leaves glyphs of odd
 * length unpadded, so that every glyph after one of those is read from the wrong place and drawn as nothing, while the
 * text can still be copied. Padding each glyph to four bytes makes the halves exact.
 */
const mended = ({ create }: typeof fontkit) => ({
  create(bytes: Uint8Array, name?: string): FontkitFont {
    const known = parsed.get(bytes);
    if (known) return known;
    const font = create(bytes, name);
    parsed.set(bytes, font);
    const createSubset = font.createSubset.bind(font);
    font.createSubset = () => {
      const subset = createSubset() as ReturnType<typeof createSubset> & Subset;
      const add = subset._addGlyph;
      subset._addGlyph = function padded(this: Subset, id: number) {
        const index = add.call(this, id);
        const glyph = this.glyf[index]!;
        // Its writer takes only its own kind of buffer.
        const whole: Uint8Array = Object.setPrototypeOf(
          new Uint8Array(Math.ceil(glyph.length / 4) * 4),
          Object.getPrototypeOf(glyph),
        );
        whole.set(glyph);
        this.glyf[index] = whole;
        this.offset += whole.length - glyph.length;
        return index;
      };
      return subset;
    };
    return font;
  },
});

/** Embeds Noto Sans SC as subsets: only the glyphs that are drawn are stored. */
export async function embedFonts(doc: PDFDocument): Promise<Fonts> {
  // Loaded with the first document: a program's start need not wait for it.
  doc.registerFontkit(mended((await import("@pdf-lib/fontkit")).default));
  const embed = async (weight: Weight) =>
    // A fixed name: the same data must give the same bytes, or a signature prepared twice would differ.
    doc.embedFont(await fontBytes(weight), {
      subset: true,
      customName: `NotoSansSC-${weight}`,
      features: { liga: false },
    });
  const regular = await embed("regular");
  const bold = await embed("bold");
  const known = new Set(regular.getCharacterSet());
  const advances = { regular: new Map<string, number>(), bold: new Map<string, number>() };
  const advance = (character: string, weight: Weight): number => {
    const cached = advances[weight].get(character);
    if (cached !== undefined) return cached;
    const width = (weight === "bold" ? bold : regular).widthOfTextAtSize(character, 1000) / 1000;
    advances[weight].set(character, width);
    return width;
  };
  return {
    regular,
    bold,
    width: (text, size, weight = "regular") => {
      let sum = 0;
      for (const character of text) sum += advance(character, weight);
      return sum * size;
    },
    drawable: (text) =>
      Array.from(text, (character) =>
        character === "\n" || known.has(character.codePointAt(0)!) ? character : "〓",
      ).join(""),
  };
}
