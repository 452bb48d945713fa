"""Who reaches which body: the one place where memberships and assignments become a right to read."""

from django.db import migrations

REACH = """
CREATE VIEW reach AS
SELECT m.user_id AS user_id, m.organization_id AS organization_id,
       m.role IN ('CONTROLLER', 'REFERENT', 'CONTRIBUTOR', 'READER') AS registers
  FROM organizations_membership m
 WHERE m.state = 'active'
UNION ALL
SELECT m.user_id, o.id, m.role = 'ADVISOR'
  FROM organizations_membership m
  JOIN organizations_organization o ON o.centre_id = m.organization_id
 WHERE m.state = 'active'
   AND (m.role IN ('MANAGER', 'ADMINISTRATOR')
        OR (m.role = 'ADVISOR'
            AND (COALESCE(m.every_member, FALSE)
                 OR EXISTS (SELECT 1 FROM organizations_assignment a
                             WHERE a.organization_id = m.organization_id AND a.membership_id = m.id
                               AND a.member_id = o.id AND a.state = 'active'))))
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [migrations.RunSQL(REACH, "DROP VIEW reach")]
