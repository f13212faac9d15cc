import type { CALENDARS as EN } from "../en/calendars.ts";

/** A person's calendars: which are connected, how they are, which of their calendars count, and how to part with them. */
export const CALENDARS = {
  "calendars.title": "Suas agendas",
  "calendars.lead.coach": "O que está em uma agenda conectada bloqueia seu tempo, e suas sessões aparecem nela.",
  "calendars.lead.client": "Suas sessões aparecem em uma agenda conectada.",
  "calendars.none": "Nenhuma agenda pode ser conectada aqui.",
  "calendars.name.google": "Google Agenda",
  "calendars.name.outlook": "Outlook",
  "calendars.connected": "Conexão com {name} feita. A leitura acontece em alguns minutos.",
  "calendars.changed": "Sua escolha foi salva. As agendas são lidas em alguns minutos.",
  "calendars.gone": "Conexão com {name} desfeita.",
  "calendars.other_browser": "A conexão não foi iniciada neste navegador, por isso nada foi conectado ainda. Comece de novo aqui.",

  "calendars.state.none": "Não conectada.",
  "calendars.state.new": "Conectada. A primeira leitura está em andamento.",
  "calendars.state.active": "Conectada. Última leitura: {age}.",
  "calendars.state.old": "Desatualizada: última leitura {age}. Continuamos tentando.",
  "calendars.state.lost":
    "Precisa ser conectada de novo: não temos mais acesso pelo provedor ({name}). Isso acontece quando a permissão foi retirada, a senha foi trocada ou a conta foi encerrada.",
  "calendars.lost.keep_booking": "Até lá, ainda é possível reservar seus horários, embora não vejamos o que é incluído nela.",
  "calendars.lost.stop_booking": "Até lá, nenhum dos seus horários pode ser reservado.",
  "calendars.lost": "Se uma conexão se perder",
  "calendars.lost.setting.keep_booking": "Se uma conexão se perder, ainda será possível reservar seus horários.",
  "calendars.lost.setting.stop_booking": "Se uma conexão se perder, nenhum dos seus horários poderá ser reservado até ela voltar.",
  "calendars.lost.change": "Mudar isso nas configurações",
  "calendars.reads":
    "{count, plural, =0 {Nenhuma das agendas bloqueia seu tempo.} one {# das agendas bloqueia seu tempo.} other {# das agendas bloqueiam seu tempo.}}",
  "calendars.writes": "Suas sessões são incluídas nela.",
  "calendars.writes.none": "Suas sessões não são incluídas nela.",

  "calendars.connect": "Conectar {name}",
  "calendars.reconnect": "Conectar {name} de novo",
  "calendars.choose": "Escolher agendas",
  "calendars.choose.of": "Escolher agendas: {name}",
  "calendars.disconnect": "Desconectar",
  "calendars.disconnect.of": "Desconectar {name}",
  "calendars.back": "Suas agendas",

  "choose.title": "{name}: escolher agendas",
  "choose.account": "Conta: {account}",
  "choose.reads": "Quais delas bloqueiam seu tempo",
  "choose.reads.hint": "Enquanto houver algo em uma destas, não é possível reservar com você.",
  "choose.writes": "Onde suas sessões são incluídas",
  "choose.writes.none": "Em nenhuma",
  "choose.primary": "{name} (agenda principal)",
  "choose.none": "Esta conta não tem agendas.",
  "choose.submit": "Salvar",
  "choose.fault.writes": "Escolha onde suas sessões são incluídas.",

  "disconnect.title": "Desconectar {name}?",
  "disconnect.text":
    "A agenda deixa de ser lida, por isso o que está nela não bloqueia mais seu tempo. Os eventos das suas sessões que estão nela ficam lá e não são mais atualizados.",
  "disconnect.submit": "Desconectar",
  "disconnect.keep": "Manter a conexão",
  "disconnected.title": "Conexão com {name} desfeita",
  "disconnected.advice": "Excluímos nosso acesso. Para retirar também a permissão no provedor, vá à sua conta lá.",
  "disconnected.advice.link": "Permissões da sua conta",
  "consent.on": "Suas agendas",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
