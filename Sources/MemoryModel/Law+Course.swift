// Laws on the course of a call: which stage runs when, and what an error leads to. The run's recorder judges
// them, because it knows stages.

extension Law {
  static let courseLaws = [
    Law(
      id: "hooks_need_a_new_vma",
      sentence: "Action and hooks run only when the call has made a VMA.", moment: .step),
    Law(
      id: "failed_action_unmaps",
      sentence: "When the action or a hook fails, mmap() fails and the VMA is gone.", moment: .returns),
    Law(
      id: "no_stale_grant",
      sentence: "Behind a truncate no call that was under way has or sets an entry.", moment: .everyChange),
    Law(id: "no_deadlock", sentence: "No tasks wait for each other, and none for itself.", moment: .step),
  ]
}
