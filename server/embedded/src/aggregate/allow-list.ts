import { notSupported } from '../store-error.js'

/** The expression and accumulator operators that were compared with MongoDB's documented behaviour; every other one is refused by name. */
const OPERATORS = new Set(
  `$abs $add $ceil $divide $floor $mod $multiply $round $subtract $trunc
  $and $or $not $cmp $eq $gt $gte $lt $lte $ne $cond $ifNull $switch
  $arrayElemAt $concatArrays $filter $first $in $indexOfArray $isArray $last $map $range $reduce $reverseArray $size $slice
  $arrayToObject $objectToArray $mergeObjects $setUnion $setIntersection $setDifference $setIsSubset $anyElementTrue $allElementsTrue
  $concat $split $strLenCP $substrCP $toLower $toUpper $trim $ltrim $rtrim $regexMatch $indexOfCP
  $toString $toInt $toDouble $toBool $toDate $type $literal $let
  $dateToString $dateTrunc $dateDiff $dateAdd $dateSubtract $year $month $dayOfMonth $dayOfWeek $dayOfYear $hour $minute $second
  $sum $avg $min $max $push $addToSet $count $firstN $lastN $maxN $minN`.split(/\s+/),
)

/**
 * Walks an expression and refuses operators that are not on the list.
 * @throws StoreError 115
 */
export function requireKnownOperators(expression: unknown): void {
  if (Array.isArray(expression)) return expression.forEach(requireKnownOperators)
  if (typeof expression !== 'object' || expression === null || '_bsontype' in expression || expression instanceof Date)
    return
  for (const [name, value] of Object.entries(expression)) {
    if (name.startsWith('$') && !OPERATORS.has(name)) throw notSupported(`the aggregation operator ${name}`)
    if (name !== '$literal') requireKnownOperators(value)
  }
}
