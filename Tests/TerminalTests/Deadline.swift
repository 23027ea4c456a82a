/// A moment after which waiting ends.
struct Deadline {
  private let end: ContinuousClock.Instant

  init(seconds: Double) { end = .now + .seconds(seconds) }

  var millisecondsLeft: Int {
    let left = ContinuousClock.now.duration(to: end)
    return max(0, Int(left / .milliseconds(1)))
  }
}
