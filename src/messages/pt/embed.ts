import type { EMBED as EN } from "../en/embed.ts";

/** A coach's times in a frame on another site's page, the page that explains it, and the way back. */
export const EMBED = {
  "embed.chosen": "Seu horário",
  "embed.chosen.time": "{day}, {time}",
  "embed.continue": "Continuar",
  "embed.continue.text": "A seguir, você entra e vê tudo antes de reservar.",
  "embed.back": "Voltar para {host}",

  "embed.title": "Coloque as reservas na sua própria página",
  "embed.lead": "Mostre os horários livres de um coach na sua página. Os visitantes escolhem um horário lá e fazem a reserva aqui.",
  "embed.coach": "Id do coach",
  "embed.coach.hint": "A última parte do endereço da página do coach, depois de /book/.",
  "embed.coach.submit": "Mostrar as linhas para este coach",
  "embed.copy": "Copie estas linhas",
  "embed.copy.text":
    "Coloque-as onde os horários devem aparecer. O link dentro delas aparece enquanto os horários carregam e onde eles não podem ser mostrados.",
  "embed.attributes": "Atributos",
  "embed.attribute": "Atributo",
  "embed.meaning": "Significado",
  "embed.attribute.coach": "O id do coach. Obrigatório.",
  "embed.attribute.offer": "O id de uma sessão que o coach oferece. Sem ele, os visitantes escolhem.",
  "embed.attribute.return": "O endereço para onde os visitantes voltam depois da reserva. Sem ele, o endereço da própria página.",
  "embed.attribute.zone": "Um fuso horário, como Europe/Lisbon. Sem ele, o do visitante.",
  "embed.attribute.theme": "light ou dark. Sem ele, o que o dispositivo do visitante preferir.",
  "embed.attribute.label": "O nome do frame para leitores de tela, no idioma da sua página.",
  "embed.events": "Eventos",
  "embed.event": "Evento",
  "embed.events.text": "Seu script os recebe no elemento. Eles não se propagam (bubble).",
  "embed.event.ready": "Os horários são mostrados. Ocorre uma vez.",
  "embed.event.resize": "O frame tem outra altura. O detail tem height, em pixels.",
  "embed.event.chosen": "O visitante escolheu um horário. O detail tem offer, que pode ser null, e start, em UTC.",
  "embed.event.booked":
    "O visitante voltou depois da reserva. O detail tem booking e status, conforme o endereço. Qualquer pessoa pode escrever um endereço, por isso consulte a API antes de confiar nele.",
  "embed.origins": "Onde funciona",
  "embed.origins.text": "Páginas destes sites podem mostrar os horários, e os visitantes podem voltar a elas:",
  "embed.origins.none": "Nenhum site pode mostrar os horários ainda. O operador deste serviço adiciona o seu a EMBED_ORIGINS.",
  "embed.policy": "Se a sua página tem uma Content-Security-Policy, permita {origin} em script-src e frame-src.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
