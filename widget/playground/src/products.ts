/** What the shop sells; the pictures are drawn from a few shapes. */
export interface Product {
  id: 'jacket' | 'tent' | 'boots' | 'pack' | 'lamp' | 'flask'
  price: number
  ground: 'sand' | 'moss' | 'sky' | 'clay'
  /** On a field of 120 by 90. */
  shapes: { d: string; tone: 'dark' | 'mid' | 'light' }[]
}

export const PRODUCTS: readonly Product[] = [
  {
    id: 'jacket',
    price: 899,
    ground: 'moss',
    shapes: [
      { d: 'M44 18 30 26 20 58l11 4 6-16v32h46V46l6 16 11-4-10-32-14-8-8 7H52z', tone: 'mid' },
      { d: 'M58 25h4v53h-4z', tone: 'dark' },
      { d: 'M44 18c4 10 28 10 32 0l-8-4H52z', tone: 'light' },
      { d: 'M42 52h11v3H42zM67 52h11v3H67z', tone: 'dark' },
    ],
  },
  {
    id: 'tent',
    price: 1899,
    ground: 'sand',
    shapes: [
      { d: 'M60 18 14 74h92z', tone: 'mid' },
      { d: 'M60 18 46 74h28z', tone: 'dark' },
      { d: 'M60 18 14 74h20z', tone: 'light' },
      { d: 'M8 74h104v3H8z', tone: 'dark' },
    ],
  },
  {
    id: 'boots',
    price: 729,
    ground: 'sky',
    shapes: [
      { d: 'M38 16h24v32l22 8c7 3 9 8 9 14H38z', tone: 'mid' },
      { d: 'M36 70h58v8H36z', tone: 'dark' },
      { d: 'M38 16h24v9H38z', tone: 'light' },
      { d: 'M56 32h10v3H56zM56 40h10v3H56zM58 48h12v3H58z', tone: 'dark' },
    ],
  },
  {
    id: 'pack',
    price: 659,
    ground: 'clay',
    shapes: [
      { d: 'M40 28c0-14 40-14 40 0v46c0 4-3 6-6 6H46c-3 0-6-2-6-6z', tone: 'mid' },
      { d: 'M46 52h28v20H46z', tone: 'light' },
      { d: 'M52 18c0-8 16-8 16 0h-4c0-3-8-3-8 0zM40 38h40v4H40zM58 52h4v8h-4z', tone: 'dark' },
    ],
  },
  {
    id: 'lamp',
    price: 259,
    ground: 'moss',
    shapes: [
      { d: 'M46 32h28v36H46z', tone: 'light' },
      { d: 'M42 26h36v6H42zM42 68h36v8H42zM57 32h6v36h-6z', tone: 'dark' },
      { d: 'M46 26c0-16 28-16 28 0h-4c0-11-20-11-20 0z', tone: 'mid' },
    ],
  },
  {
    id: 'flask',
    price: 189,
    ground: 'sky',
    shapes: [
      { d: 'M48 30h24v46c0 3-2 5-5 5H53c-3 0-5-2-5-5z', tone: 'mid' },
      { d: 'M52 14h16v10H52z', tone: 'dark' },
      { d: 'M50 24h20v6H50zM48 50h24v8H48z', tone: 'light' },
    ],
  },
]
