import { REMINDER_DAYS, reminderDue } from "@/lib/domain/certificate";
import { certificatesToRemind, lockCertificate, saveReminder } from "@/lib/store/certificates";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { notify } from "@/lib/store/messages";
import type { DueProvider } from "@/lib/usecases/due";

/** Tells a certificate's holder 90, 30, 7 and 1 days before its end: nobody shall find out at a deadline. */
export const dueExpiries: DueProvider = {
  name: "certificate-expiry",
  due: (now) => certificatesToRemind(now, REMINDER_DAYS),
  run: (id) =>
    inTransaction(async (tx) => {
      const certificate = await lockCertificate(tx, id);
      if (certificate?.state !== "active" || !certificate.personId) return;
      const { notAfter, remindedDays, serial, personId } = certificate;
      const days = reminderDue(notAfter, await platformNow(tx), remindedDays);
      if (days === null) return;
      await saveReminder(tx, id, days);
      await notify(tx, {
        to: { personId },
        kind: "certificate.expiring",
        facts: { serial: serial.slice(-8), days, at: notAfter.toISOString() },
        link: "/work/organisation#certificates",
      });
    }),
};
