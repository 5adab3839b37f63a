import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { PageHeader } from "@/components/ui/page-header";
import { viewProjectsToVerify } from "@/lib/usecases/project/view-project";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tender"))("project.toVerify") };
}

export default async function ProjectsToVerifyPage() {
  const [rows, t] = await Promise.all([
    orNotFound(viewProjectsToVerify(await currentActor())),
    getTranslations("tender"),
  ]);
  return (
    <>
      <PageHeader title={t("project.toVerify")} />
      <DataTable
        caption={t("project.toVerify")}
        rows={rows}
        rowKey={(project) => project.id}
        empty={t("project.noneToVerify")}
        columns={[
          {
            key: "name",
            head: t("project.name"),
            cell: (project) => (
              <Link href={`/work/projects/${project.id}`} prefetch={false}>
                {project.name}
              </Link>
            ),
          },
          { key: "code", head: t("project.code"), cell: (project) => <span className="code">{project.code}</span> },
          { key: "owner", head: t("project.ownerName"), cell: (project) => project.ownerName },
          {
            key: "at",
            head: t("project.enteredAt"),
            nowrap: true,
            cell: (project) => <Instant at={project.createdAt} />,
          },
        ]}
      />
    </>
  );
}
