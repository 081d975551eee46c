import type { Random } from './random.ts'

/** Given names of children, as they are in Swedish preschools today: many roots, mixed. */
export const childNames = words(`
  Alma Alice Maja Vera Selma Astrid Ebba Saga Freja Wilma Elsa Ella Lilly Signe Iris Juni Tuva Leah Nova Stella Ester
  Majken Hedda Lova Ines Elin Klara Siri Tilde Molly Edith Sigrid Linnea Märta Livia Rut Lykke Thea Ellie Nora Nelly
  Noah Hugo William Liam Nils Elias Oliver Adam August Lucas Walter Olle Harry Matteo Otto Axel Frans Vidar Ludvig
  Alfred Valter Arvid Ivar Sixten Malte Love Theo Leo Edvin Isak Melker Viggo Gustav Sam Vincent Loui Charlie Ture Folke
  Amina Layla Yasmin Maryam Hawa Zahra Nour Lina Fatima Salma Ayla Mina Sara Leila Ranim Aisha Samira Hana Mira Elif
  Ali Omar Yusuf Mohamed Ibrahim Adnan Bilal Hamza Amir Zakaria Ismail Emir Idris Karim Rayan Sami Tarek Arman Darius
  Zofia Lena Maja Hanna Jakub Filip Oskar Antoni Nikola Mila Luka Ena Dino Emina Tarik Lejla Ajla Vuk Petar
  Mei Linh An Minh Ploy Anong Arun Priya Ananya Rohan Aarav Selam Yohannes Hanna Natnael Bethel Abel Rahel Semhar
  Lucía Mateo Valentina Santiago Camila Diego Aino Eero Veikko Helmi Oona Sinikka Onni Eino Ilona Tindra Tyra Ronja
`)

/** Families of one root share surnames and the adults' given names. */
export const roots: { weight: number; adults: string[]; families: string[] }[] = [
  {
    weight: 64,
    adults: words(`Anna Emma Sara Johanna Elin Sofia Maria Malin Jenny Linda Hanna Ida Frida Josefin Karin Lisa Amanda
      Matilda Ellen Rebecka Caroline Evelina Louise Therese Cecilia Moa Emelie Kristin Helena Lovisa Andreas Johan Erik
      Daniel Fredrik Mattias Marcus Jonas David Martin Henrik Anders Niklas Tobias Viktor Simon Oskar Gustav Robin
      Christoffer Jakob Pontus Emil Sebastian Linus Jesper Adam Magnus Patrik Rickard`),
    families: words(`Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson
      Jonsson Jansson Hansson Bengtsson Lindberg Lindström Lindqvist Lindgren Berg Axelsson Bergström Lundberg Lind
      Lundgren Berglund Fredriksson Sandberg Forsberg Sjöberg Wallin Engström Eklund Danielsson Lundin Håkansson Björk
      Bergman Wikström Isaksson Fransson Nyström Holmberg Arvidsson Löfgren Söderberg Nyberg Blomqvist Claesson Nordström
      Mårtensson Lundström Ekström Hermansson Åberg Dahl Hellström Norberg Strand Falk Hallberg Rosén Skog Kvist Åkesson`),
  },
  {
    weight: 10,
    adults: words(`Fatima Zainab Noor Rasha Hiba Dina Samar Rana Ahmad Hassan Khaled Omar Mahmoud Bassel Ziad Firas Yara
      Lamia Hussein Nabil`),
    families: words('Haddad Khoury Al-Masri Darwish Saleh Hamdan Nasser Karam Aziz Mansour Said Halabi Qasim'),
  },
  {
    weight: 6,
    adults: words('Amra Jasmina Selma Mirela Aida Dženana Edin Mirza Haris Senad Damir Nermin Ivana Goran'),
    families: words('Hadžić Begić Kovačević Delić Marić Hodžić Mujić Petrović Jurić Bašić'),
  },
  {
    weight: 5,
    adults: words('Hodan Amina Ifrah Sahra Nasra Abdi Mahad Liban Yusuf Guled Ayaan Khadra'),
    families: words('Warsame Abdi Farah Hersi Jama Osman Nur Elmi Duale'),
  },
  {
    weight: 5,
    adults: words('Agnieszka Magdalena Katarzyna Monika Paweł Tomasz Marcin Piotr Ewa Michał'),
    families: words('Kowalski Nowak Zieliński Lewandowski Wójcik Mazur Krawczyk'),
  },
  {
    weight: 5,
    adults: words('Parisa Shirin Nasrin Leila Reza Farhad Navid Kaveh Mahsa Babak'),
    families: words('Ahmadi Karimi Rostami Hosseini Moradi Tehrani Jafari'),
  },
  {
    weight: 4,
    adults: words('Päivi Tuula Satu Minna Jari Mika Pekka Timo Heidi Jukka'),
    families: words('Virtanen Mäkinen Nieminen Korhonen Laine Heikkinen Salonen'),
  },
  {
    weight: 4,
    adults: words('Nguyet Thi Lan Hoa Malee Somchai Duc Wei Xin Kanya Suda Huy'),
    families: words('Nguyen Tran Pham Chen Srisuk Li Wang Vu'),
  },
  {
    weight: 3,
    adults: words('Semret Tsehay Haben Yonas Filmon Dawit Luwam Merhawi Saba Biniam'),
    families: words('Tesfay Berhane Haile Kidane Gebre Tekle Mehari'),
  },
  {
    weight: 3,
    adults: words('Carolina Paola Andrea Javier Rodrigo Daniela Felipe Marcela Pablo Ximena'),
    families: words('González Rojas Muñoz Silva Fernández Vargas Castillo'),
  },
  {
    weight: 2,
    adults: words('Priya Kavita Anil Sanjay Deepa Ravi Meera Arjun'),
    families: words('Sharma Patel Reddy Nair Gupta Iyer'),
  },
]

export const streets = words(`Lingonvägen Blåbärsstigen Rönnvägen Björkallén Tallstigen Ekbacken Slåttervägen Lärkgatan
  Trastvägen Gökstigen Sädesvägen Klöverstigen Havrevägen Timmervägen Stationsstigen Kvarnvägen Fabriksgatan Hamnstigen
  Älvgatan Vitsippsvägen Hagtornsvägen Kaprifolvägen Mossvägen Ljungstigen Solrosgatan Stenbrottsvägen Smedjegatan`)

export const towns: { city: string; postalCode: string }[] = [
  { city: 'Nödinge', postalCode: '449 31' },
  { city: 'Nol', postalCode: '449 43' },
  { city: 'Alafors', postalCode: '449 50' },
  { city: 'Älvängen', postalCode: '446 31' },
  { city: 'Skepplanda', postalCode: '446 40' },
  { city: 'Surte', postalCode: '445 57' },
  { city: 'Bohus', postalCode: '445 51' },
]

export function pickRoot(random: Random) {
  let left = random.next() * roots.reduce((sum, root) => sum + root.weight, 0)
  for (const root of roots) {
    left -= root.weight
    if (left < 0) return root
  }
  return roots[0]!
}

function words(text: string): string[] {
  return [...new Set(text.trim().split(/\s+/))]
}
