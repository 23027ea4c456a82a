/// The word that was probably meant: the one place in this room that guesses.
public enum NearestWord {
  /// Limit: longer words are not compared, the work grows with the product of both lengths.
  public static let lengthMax = 200

  /// The known word with the fewest wrong, missing, additional or swapped letters; nil when none is near.
  ///
  /// One slip in three letters is allowed, one in a shorter word. Of equally near words the first is taken.
  public static func to(_ word: String, in known: [String]) -> String? {
    let wanted = Array(word.lowercased().unicodeScalars)
    guard !wanted.isEmpty, wanted.count <= lengthMax else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in known {
      let letters = Array(candidate.lowercased().unicodeScalars)
      let allowed = max(1, max(wanted.count, letters.count) / 3)
      guard letters.count <= lengthMax, abs(letters.count - wanted.count) <= allowed else { continue }
      let distance = slips(from: wanted, to: letters)
      guard distance <= allowed, distance < best?.distance ?? Int.max, distance < letters.count else {
        continue
      }
      best = (candidate, distance)
    }
    return best?.word
  }

  /// Edit distance in which two swapped neighbours count as one slip.
  private static func slips(from left: [Unicode.Scalar], to right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      for j in right.indices {
        var cost = min(last[j + 1], row[j]) + 1
        cost = min(cost, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[right.count]
  }
}
