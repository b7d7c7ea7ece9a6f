/** Mail providers for everybody: who has an address there shares no company with the next one who has. */
const providers = new Set(
  `126.com 163.com aol.com aol.de aliyun.com arcor.de att.net bell.net bellsouth.net bigpond.com bk.ru bluewin.ch bol.com.br btinternet.com
  comcast.net cox.net daum.net docomo.ne.jp fastmail.com fastmail.fm foxmail.com free.fr freenet.de gmail.com googlemail.com hanmail.net hey.com
  home.nl icloud.com ig.com.br inbox.lv inbox.ru interia.pl kpnmail.nl laposte.net libero.it list.ru mac.com mail.com mail.de mail.ru mailbox.org
  me.com msn.com mweb.co.za naver.com neuf.fr nate.com ntlworld.com o2.pl onet.pl optonline.net orange.fr outlook.com pm.me posteo.de proton.me
  protonmail.ch protonmail.com qq.com rambler.ru rediffmail.com rocketmail.com rogers.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sina.cn
  sina.com skynet.be sky.com sohu.com sympatico.ca t-online.de talktalk.net telenet.be telia.com terra.com.br tin.it tiscali.it tuta.com tuta.io
  tutanota.com tutanota.de uol.com.br verizon.net virgilio.it virginmedia.com volny.cz wanadoo.fr web.de wp.pl xs4all.nl xtra.co.nz ya.ru yeah.net
  ymail.com ziggo.nl zoho.com zohomail.com zohomail.eu`.split(/\s+/),
);
/** These have a domain in nearly each country. */
const inManyCountries = /^(?:gmx|hotmail|live|outlook|yahoo|yandex)\.(?:[a-z]{2,3}\.)?[a-z]{2,3}$/;

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/** Whether these addresses are of one company, as far as addresses can tell. */
export function isSameCompany(one: string, other: string): boolean {
  const domain = domainOf(one);
  return domain === domainOf(other) && !providers.has(domain) && !inManyCountries.test(domain);
}
