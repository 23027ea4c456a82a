import Glibc

/// A point in time on the clock that nobody can set, in milliseconds.
struct Moment: Comparable, Sendable {
  var milliseconds: Int

  static var now: Moment {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Moment(milliseconds: time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
  }

  static func + (moment: Moment, milliseconds: Int) -> Moment {
    Moment(milliseconds: moment.milliseconds.addingReportingOverflow(milliseconds).partialValue)
  }

  static func < (one: Moment, other: Moment) -> Bool { one.milliseconds < other.milliseconds }
}
