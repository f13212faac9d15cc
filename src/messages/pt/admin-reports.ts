import type { ADMIN_REPORTS as EN } from "../en/admin-reports.ts";

/** Reports that an admin downloads. */
export const ADMIN_REPORTS = {
  "admin.nav.reports": "Relatórios",
  "reports.title": "Relatórios",
  "reports.lead": "Arquivos para planilha, de no máximo 366 dias cada um.",
  "reports.from": "Primeiro dia",
  "reports.to": "Último dia",
  "reports.to.hint": "Ele faz parte do relatório.",
  "reports.zone": "Fuso horário",
  "reports.bookings": "Sessões",
  "reports.bookings.text": "Todas as sessões que começam nestes dias, seja qual for o desfecho.",
  "reports.bookings.get": "Baixar sessões",
  "reports.payments": "Pagamentos",
  "reports.payments.text": "Todos os pagamentos recebidos nestes dias, com o que foi reembolsado.",
  "reports.payments.get": "Baixar pagamentos",
  "reports.coaches": "Coaches",
  "reports.coaches.text": "Todos os coaches com sessões, horas e valores destes dias.",
  "reports.coaches.get": "Baixar coaches",
  "reports.columns":
    "Os horários estão em UTC e no fuso horário escolhido aqui. Um arquivo grande pode demorar um pouco; se o download for interrompido, o arquivo fica incompleto.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
