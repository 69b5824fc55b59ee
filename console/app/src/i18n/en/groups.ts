export default {
  groups: {
    about: 'Groups of this instance. A client id is the name of a group, three at signs, and the name of the device.',
    empty: 'There is no group yet. Create one first: in an instance of the cloud profile, the client id of a device begins with a group.',
    search: 'Search by name', create: 'Create group', name: 'Group', createdAt: 'Created',
    nameAbout: 'It begins with GID_ or GID-.', created: 'Group {name} is created.',
    deleted: 'Group {group} is deleted.', deletedWithQueues: 'Group {group} is deleted. These queues stay with their messages until you delete them: {queues}',
    deleteQuestion: 'Delete the group {group}? Clients that are connected stay so; the next time they are refused.', clients: 'Clients',
  },
}
