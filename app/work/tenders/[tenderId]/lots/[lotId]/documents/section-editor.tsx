import { blankTerms } from "@/components/tender/editor/blank-terms";
import { FilesSection } from "@/components/tender/editor/files-section";
import { FormSection, QualificationSection } from "@/components/tender/editor/list-sections";
import { MethodSection } from "@/components/tender/editor/method-section";
import { OpeningSection } from "@/components/tender/editor/opening-section";
import { PriceSection } from "@/components/tender/editor/price-section";
import { ScheduleSection } from "@/components/tender/editor/schedule-section";
import {
  BondSection,
  ContactSection,
  ContractSection,
  TechnicalSection,
} from "@/components/tender/editor/simple-sections";
import type { Section } from "@/lib/domain/terms";
import type { EditorView } from "@/lib/usecases/document/view-editor";
import { saveSectionAction } from "../../../../actions";

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** The form of one section, filled with what is in the draft or with a start. */
export function SectionEditor({ view, section }: { readonly view: EditorView; readonly section: Section }) {
  const { lot, terms, version, bounds, trustees, now } = view;
  const limits = {
    documentsTo: bounds.documentsTo.toISOString(),
    deadline: bounds.deadline.toISOString(),
    clarificationUntil: iso(bounds.clarificationUntil),
    objectionUntil: iso(bounds.objectionUntil),
  };
  const places = trustees.map(({ place }) => place);
  const blank = blankTerms({ now, bounds: limits, trustees: places, training: lot.tender.training });
  const common = { lotId: lot.id, section, version, save: saveSectionAction };
  const key = `${lot.id}-${section}`;
  switch (section) {
    case "qualification":
      return <QualificationSection key={key} {...common} value={terms.qualification ?? blank.qualification} />;
    case "technical":
      return <TechnicalSection key={key} {...common} value={terms.technical ?? blank.technical} />;
    case "price":
      return <PriceSection key={key} {...common} lotCode={lot.code} value={terms.price ?? blank.price} />;
    case "method":
      return <MethodSection key={key} {...common} value={terms.method ?? blank.method} />;
    case "contract":
      return <ContractSection key={key} {...common} value={terms.contract ?? blank.contract} />;
    case "form":
      return <FormSection key={key} {...common} value={terms.form ?? blank.form} />;
    case "bond":
      return <BondSection key={key} {...common} value={terms.bond ?? blank.bond} />;
    case "schedule":
      return (
        <ScheduleSection
          key={key}
          {...common}
          bounds={limits}
          issued={lot.publishedAt !== null}
          value={terms.schedule ?? blank.schedule}
        />
      );
    case "contact":
      return <ContactSection key={key} {...common} value={terms.contact ?? blank.contact} />;
    case "opening":
      return <OpeningSection key={key} {...common} trustees={trustees} value={terms.opening ?? blank.opening} />;
    case "files":
      return <FilesSection key={key} {...common} value={terms.files ?? blank.files} />;
  }
}
