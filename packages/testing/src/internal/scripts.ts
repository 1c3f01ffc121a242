import type { Language } from "./people.ts"

/** The lines of conversations in one language. `{name}` is replaced with the contact's first name. */
export interface Script {
  readonly greeting: string
  readonly yes: string
  readonly offer: string
  readonly no: string
  readonly when: string
  readonly slot: string
  readonly booked: string
  readonly sorry: string
  readonly closingLine: string
  readonly voicemail: string
  readonly message: string
  readonly menu: string
  readonly screening: string
  readonly small: readonly [string, ...Array<string>]
}

export const scripts: Readonly<Record<Language, Script>> = {
  en: {
    greeting: "Hi {name}, this is Ada from Northwind. Do you have a minute?",
    yes: "Sure, go ahead.",
    offer: "Great! I'm calling about your energy contract: we can lower it by about 12%.",
    no: "No thanks, please take me off the list.",
    when: "Sounds good. When could someone call me back?",
    slot: "Thursday at 3 pm works for us. Is that OK?",
    booked: "It's booked. You'll get a confirmation by text message.",
    sorry: "I'm sorry, I can't reach the calendar right now. A colleague will call you.",
    closingLine: "Thank you {name}, have a great day!",
    voicemail: "You've reached {name}. Please leave a message after the tone.",
    message: "Hello {name}, this is Ada from Northwind. Please call us back.",
    menu: "Press 1 for sales, press 2 for support, or stay on the line.",
    screening: "Record your name and reason for calling, and I'll see if this person is available.",
    small: ["Hmm.", "Could you repeat that?", "Wait — who is this?", "…", "OK 👍"]
  },
  fr: {
    greeting: "Bonjour {name}, ici Ada de Northwind. Vous avez une minute ?",
    yes: "Oui, je vous écoute.",
    offer: "Parfait ! Je vous appelle au sujet de votre contrat d'énergie : on peut le baisser d'environ 12 %.",
    no: "Non merci, retirez-moi de la liste, s'il vous plaît.",
    when: "Ça m'intéresse. Quand est-ce qu'on peut me rappeler ?",
    slot: "Jeudi à 15 h, ça vous convient ?",
    booked: "C'est noté. Vous recevrez un SMS de confirmation.",
    sorry: "Désolée, je n'ai pas accès à l'agenda. Un collègue vous rappellera.",
    closingLine: "Merci {name}, très bonne journée !",
    voicemail: "Vous êtes bien sur le répondeur de {name}. Laissez un message après le bip.",
    message: "Bonjour {name}, ici Ada de Northwind. Merci de nous rappeler.",
    menu: "Pour le service commercial, tapez 1. Pour l'assistance, tapez 2.",
    screening: "Indiquez votre nom et le motif de votre appel.",
    small: ["Euh…", "Vous pouvez répéter ?", "C'est de la part de qui ?", "D'accord.", "Ouais, ouais"]
  },
  de: {
    greeting: "Guten Tag {name}, hier ist Ada von Northwind. Haben Sie kurz Zeit?",
    yes: "Ja, worum geht es?",
    offer: "Es geht um Ihren Stromvertrag: Wir können ihn um rund 12 % senken.",
    no: "Nein danke, bitte streichen Sie mich von der Liste.",
    when: "Klingt gut. Wann können Sie zurückrufen?",
    slot: "Donnerstag um 15 Uhr – passt das?",
    booked: "Ist eingetragen. Sie bekommen eine Bestätigung per SMS.",
    sorry: "Es tut mir leid, der Kalender ist gerade nicht erreichbar. Wir melden uns.",
    closingLine: "Vielen Dank, {name}, schönen Tag noch!",
    voicemail: "Hier ist die Mailbox von {name}. Bitte hinterlassen Sie eine Nachricht.",
    message: "Guten Tag {name}, hier ist Ada von Northwind. Bitte rufen Sie zurück.",
    menu: "Für den Vertrieb drücken Sie die 1, für den Kundendienst die 2.",
    screening: "Bitte nennen Sie Ihren Namen und den Grund Ihres Anrufs.",
    small: ["Ähm …", "Wie bitte?", "Wer ist da?", "Genau.", "Größe? Straße? Ja."]
  },
  es: {
    greeting: "¡Hola {name}! Soy Ada, de Northwind. ¿Tiene un minuto?",
    yes: "Sí, dígame.",
    offer: "Le llamo por su contrato de luz: podemos bajarlo alrededor de un 12 %.",
    no: "No, gracias. Bórreme de la lista, por favor.",
    when: "Suena bien. ¿Cuándo me pueden llamar?",
    slot: "¿El jueves a las 15:00 le viene bien?",
    booked: "Anotado. Recibirá una confirmación por SMS.",
    sorry: "Lo siento, no puedo acceder al calendario. Un compañero le llamará.",
    closingLine: "Gracias, {name}. ¡Que tenga un buen día!",
    voicemail: "Este es el buzón de {name}. Deje su mensaje después de la señal.",
    message: "Hola {name}, soy Ada, de Northwind. Por favor, llámenos.",
    menu: "Para ventas, pulse 1. Para soporte, pulse 2.",
    screening: "Diga su nombre y el motivo de la llamada.",
    small: ["Eh…", "¿Cómo?", "¿Quién es?", "Vale, vale.", "Mañana no, pasado mañana"]
  },
  ja: {
    greeting: "{name}様でいらっしゃいますか。ノースウィンドのエイダと申します。少しお時間よろしいでしょうか。",
    yes: "はい、どうぞ。",
    offer: "電気のご契約を約12%お安くできる件でお電話いたしました。",
    no: "結構です。リストから外してください。",
    when: "いいですね。いつ電話をもらえますか。",
    slot: "木曜日の15時はいかがでしょうか。",
    booked: "承りました。確認のSMSをお送りします。",
    sorry: "申し訳ございません。ただいま予定表を確認できません。担当者からご連絡いたします。",
    closingLine: "{name}様、ありがとうございました。失礼いたします。",
    voicemail: "{name}です。発信音の後にメッセージをお願いします。",
    message: "ノースウィンドのエイダです。折り返しお電話をお願いいたします。",
    menu: "営業は1を、サポートは2を押してください。",
    screening: "お名前とご用件をお話しください。",
    small: ["えーと。", "もう一度お願いします。", "どちら様ですか。", "はい🙂"]
  }
}
