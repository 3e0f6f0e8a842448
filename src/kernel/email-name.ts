/** The one spelling in which an e-mail address is looked up, counted and compared. */
export const emailName = (text: string): string => text.trim().normalize('NFKC').toLowerCase()
